"""The generated Python client against the emulator, whose address is in OPPER_BASE_URL."""

import json
import os
import sys
import unittest
from datetime import datetime, timezone
from types import SimpleNamespace

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "obj"))

import opper_api as opper  # noqa: E402

CAPITAL = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def connect():
    configuration = opper.Configuration(host=os.environ["OPPER_BASE_URL"])
    configuration.access_token = os.environ["OPPER_API_KEY"]
    return opper.ApiClient(configuration)


def chunks(client, response):
    """The chunks of an event stream, as they come."""
    rest = b""
    for part in response.stream(amt=None):
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                yield client.deserialize(SimpleNamespace(data=line[len(b"data:"):].decode()), "StreamChunk")


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.client = connect()
        self.addCleanup(self.client.rest_client.pool_manager.clear)
        self.calls = opper.CallsApi(self.client)
        self.functions = opper.FunctionsApi(self.client)

    def test_a_task_gives_text_or_json_of_a_schema(self):
        text = self.calls.calls_call(opper.CallRequest(name="greet", instructions="Greet.", input="Ann"))
        answer = self.calls.calls_call(opper.CallRequest(name="capital", input={"text": "The city is Oslo."}, output_schema=CAPITAL, tags={"env": "test"}))

        self.assertIsInstance(answer, opper.CallResponse)
        self.assertIn("Ann", text.message)
        self.assertEqual(answer.json_payload["city"], "Oslo")

    def test_a_function_is_created_listed_read_called_and_deleted_its_model_is_a_union(self):
        model = ["openai/gpt-4o-mini", opper.ModelWithOptions(name="anthropic/claude-sonnet-4", options={"temperature": 0.2})]
        created = self.functions.functions_create(opper.CreateFunctionRequest(name="py/triage", instructions="Say which team.", model=model, output_schema=CAPITAL))
        listed = self.functions.functions_list(name="py/", sort="-name", limit=5)
        read = self.functions.functions_get(created.id)
        called = self.functions.functions_call(created.id, opper.CallFunctionRequest(input="Bergen"))
        patched = self.functions.functions_update(created.id, opper.UpdateFunctionRequest(model="openai/gpt-4o-mini"))
        self.functions.functions_delete(created.id)

        self.assertEqual([item.name for item in listed.data], ["py/triage"])
        self.assertEqual(listed.meta.total_count, 1)
        self.assertEqual(read.model, ["openai/gpt-4o-mini", {"name": "anthropic/claude-sonnet-4", "options": {"temperature": 0.2}}])
        self.assertEqual(read.output_schema, CAPITAL)
        self.assertTrue(called.span_id)
        self.assertEqual(patched.model, "openai/gpt-4o-mini")

    def test_a_knowledge_base_is_filled_and_searched_with_a_filter(self):
        knowledge = opper.KnowledgeApi(self.client)
        base = knowledge.knowledge_create(opper.CreateKnowledgeBaseRequest(name="py-manuals"))
        knowledge.knowledge_add_document(base.id, opper.AddDocumentRequest(key="reset", content="Hold the red button for ten seconds to reset.", metadata={"lang": "en", "page": 3}))
        knowledge.knowledge_add_document(base.id, opper.AddDocumentRequest(key="reset-sv", content="Hold the red button to reset, says the Swedish one.", metadata={"lang": "sv", "page": 1}))
        filters = [
            opper.KnowledgeFilter(field="lang", operation=opper.FilterOperation.In, value=["en", "de"]),
            opper.KnowledgeFilter(field="page", operation=opper.FilterOperation.GreaterThan, value=2),
        ]
        found = knowledge.knowledge_query(base.id, opper.QueryKnowledgeRequest(query="how to reset", top_k=5, filters=filters))

        self.assertEqual([match.key for match in found], ["reset"])
        self.assertEqual(found[0].metadata, {"lang": "en", "page": 3})
        self.assertGreater(found[0].score, 0)

    def test_a_span_holds_a_call_and_the_trace_has_both(self):
        spans = opper.SpansApi(self.client)
        root = spans.spans_create(opper.CreateSpanRequest(name="answer_mail", start_time=datetime.now(timezone.utc), input={"mail": 7}))
        call = self.calls.calls_call(opper.CallRequest(name="summarize_mail", input="Please pay.", parent_span_id=root.id))
        spans.spans_update(root.id, opper.UpdateSpanRequest(output="sent", end_time=datetime.now(timezone.utc)))
        trace = opper.TracesApi(self.client).traces_get(root.trace_id)

        self.assertIn((call.span_id, root.id), [(span.id, span.parent_id) for span in trace.spans])
        self.assertIsInstance(trace.start_time, datetime)

    def test_an_unknown_id_and_a_bad_request_are_typed_errors(self):
        with self.assertRaises(opper.ApiException) as missing:
            self.functions.functions_get("00000000-0000-4000-8000-000000000000")
        with self.assertRaises(opper.ApiException) as invalid:
            self.functions.functions_create(opper.CreateFunctionRequest(name="", instructions=""))
        error = self.client.deserialize(SimpleNamespace(data=missing.exception.body), "ErrorResponse")

        self.assertEqual(missing.exception.status, 404)
        self.assertTrue(error.message or error.detail)
        self.assertEqual(invalid.exception.status, 422)
        self.assertIsInstance(json.loads(invalid.exception.body)["detail"], list)

    def test_a_stream_gives_the_answer_in_pieces(self):
        response = self.calls.calls_stream(opper.CallRequest(name="greet", input="Ann"), _preload_content=False)
        got = list(chunks(self.client, response))

        self.assertTrue(got[0].span_id)
        self.assertGreater(len(got), 2)
        self.assertIn("Ann", "".join(chunk.delta or "" for chunk in got))


if __name__ == "__main__":
    unittest.main()
