using System.Collections.Concurrent;
using NUnit.Framework.Interfaces;
using Opper.Conventions;
using Opper.Emulator;

[assembly: Opper.Integration.AnswersKeepTheContract]

namespace Opper.Integration;

/// <summary>Emulators whose responses are validated against opper.yaml after each test.</summary>
internal static class TestEmulator
{
    private static readonly ConcurrentDictionary<OpperEmulator, long> Checked = new();
    private static int _answers;

    public static async Task<TestedEmulator> StartAsync(OpperEmulatorOptions? options = null)
    {
        options ??= new OpperEmulatorOptions();
        options.MaxRequests = 100_000;
        var emulator = await TestedEmulator.StartAsync(options);
        Checked[emulator] = 0;
        return emulator;
    }

    public static async Task<IReadOnlyList<string>> ProblemsAsync()
    {
        var problems = new List<string>();
        foreach (var (emulator, last) in Checked)
        {
            // Requests that are still in flight are checked after the next test.
            var answered = emulator.Requests.SkipWhile(request => request.Number <= last).TakeWhile(request => request.Duration is not null).ToList();
            foreach (var request in answered)
            {
                problems.AddRange(await ContractCheck.ProblemsAsync(request));
            }

            Interlocked.Add(ref _answers, answered.Count);
            if (answered is [.., var latest])
            {
                Checked[emulator] = latest.Number;
            }
        }

        return problems;
    }

    public static string Summary() => $"{_answers} answers of the emulator were held against opper.yaml.";
}

[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class AnswersKeepTheContractAttribute : Attribute, ITestAction
{
    public ActionTargets Targets => ActionTargets.Test | ActionTargets.Suite;

    public void BeforeTest(ITest test)
    {
        if (CassetteSuite.Mode is not null && !test.IsSuite && NotReplayable.Reason(test.ClassName, test.Name) is { } reason)
        {
            Assert.Ignore(reason);
        }
    }

    public void AfterTest(ITest test)
    {
        if (test.IsSuite)
        {
            if (test.Parent is null || test.TestType == "Assembly")
            {
                TestContext.Progress.WriteLine(TestEmulator.Summary());
            }

            return;
        }

        var problems = TestEmulator.ProblemsAsync().GetAwaiter().GetResult();
        Assert.That(problems, Is.Empty, "Answers that are not as opper.yaml has them.");
    }
}
