using Opper;

var opper = new OpperClient();
var answer = await opper.Calls.CallAsync(new CallRequest { Name = "one/call", Instructions = "Answer.", Input = "What is the capital of Norway?" });
Console.WriteLine($"{answer.SpanId} {answer.Message}");
