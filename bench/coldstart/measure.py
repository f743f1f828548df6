"""Starts packed functions under the runtime interface client, again and again, and reports medians."""

import argparse
import http.server
import json
import os
import pathlib
import statistics
import subprocess
import threading
import time

SQS = {"Records": [{"messageId": "m", "receiptHandle": "r", "body": "nonsense", "attributes": {},
                    "messageAttributes": {}, "eventSource": "aws:sqs", "awsRegion": "eu-central-1"}]}
HTTP = {"version": "2.0", "rawPath": "/api/v1/health", "rawQueryString": "", "headers": {},
        "requestContext": {"http": {"method": "GET", "path": "/api/v1/health"}}, "isBase64Encoded": False}
WHO = {"version": "2.0", "type": "REQUEST", "identitySource": ["Bearer x.y"], "headers": {}}
HANDLERS = [
    ("registry-scan", "registry-scan", "dev.inlay.scan.RegistryScanHandler", SQS),
    ("telemetry-ingest", "telemetry-ingest", "dev.inlay.ingest.TelemetryIngestHandler", SQS),
    ("policy-eval", "policy-eval", "dev.inlay.eval.PolicyEvalHandler", SQS),
    ("coverage", "coverage", "dev.inlay.census.CoverageHandler", {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}),
    ("console-api", "console-api", "dev.inlay.console.ConsoleApiHandler", HTTP),
    ("sensor-authorizer", "console-api", "dev.inlay.console.SensorAuthorizerHandler", WHO),
]


class Answering(http.server.BaseHTTPRequestHandler):
    """AWS, as far as a start needs it: there is a secret, and nothing in any table."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.answer(json.dumps({"SecretString": "0123456789" * 7, "Items": [], "Count": 0}))

    def answer(self, text, headers=()):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Runtime(Answering):
    """The runtime API for one start: notes when it is asked for the first event and given its answer."""

    def do_GET(self):
        if not self.server.asked:
            self.server.asked = time.monotonic()
            self.answer(json.dumps(self.server.event), [
                ("Lambda-Runtime-Aws-Request-Id", "request"),
                ("Lambda-Runtime-Deadline-Ms", str(int(time.time() * 1000) + 60_000)),
                ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:111122223333:function:inlay")])
        else:
            self.server.ended.wait()

    def do_POST(self):
        said = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if not self.path.endswith("/response"):
            self.server.wrong = self.path + ": " + said
        self.server.answered = time.monotonic()
        self.answer("{}")
        self.server.done.set()


def serve(kind):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def environment(runtime, aws):
    return {
        "PATH": os.environ["PATH"], "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % runtime.server_port,
        "AWS_ENDPOINT_URL": "http://127.0.0.1:%d" % aws.server_port, "AWS_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_LAMBDA_FUNCTION_NAME": "inlay", "AWS_LAMBDA_FUNCTION_VERSION": "1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_LOG_GROUP_NAME": "group", "AWS_LAMBDA_LOG_STREAM_NAME": "stream",
        **{"INLAY_%s_TABLE" % name: name for name in ("CATALOG", "PROFILES", "RUNTIME", "FINDINGS")},
        **{"INLAY_%s_QUEUE" % name: "http://127.0.0.1:%d/1/%s" % (aws.server_port, name)
           for name in ("SCAN", "INSTRUMENT", "VIOLATIONS", "TELEMETRY", "EVALUATE")},
        "INLAY_SECRET": "secret", "INLAY_SIGNING_KEY": "key", "INLAY_REGISTRY": "1.dkr.ecr.eu-central-1.amazonaws.com",
        "INLAY_TOPIC": "arn:aws:sns:eu-central-1:1:t",
        "INLAY_BUS": "inlay", "INLAY_CLUSTER": "inlay", "INLAY_TASK_DEFINITION": "inlay", "INLAY_SUBNETS": "s",
        "INLAY_SECURITY_GROUPS": "g", "INLAY_ENDPOINT": "https://a.execute-api.eu-central-1.amazonaws.com",
    }


def start(java, class_path, handler, event, aws):
    """Seconds to the first question, and from there to the first answer."""
    runtime = serve(Runtime)
    runtime.asked = runtime.answered = None
    runtime.event, runtime.wrong, runtime.done, runtime.ended = event, "", threading.Event(), threading.Event()
    begin = time.monotonic()
    process = subprocess.Popen(
        # What the managed runtime of Java 25 starts functions with, as far as it is published.
        [java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx400m",
         "--enable-native-access=ALL-UNNAMED", "-cp", class_path,
         "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", handler],
        env=environment(runtime, aws), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    done = runtime.done.wait(60)
    process.kill()
    runtime.ended.set()
    said = process.communicate()[0].decode()
    runtime.shutdown()
    if not done or runtime.wrong or not runtime.asked:
        raise SystemExit("%s did not answer: %s\n%s" % (handler, runtime.wrong, said))
    return runtime.asked - begin, runtime.answered - runtime.asked


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("java")
    arguments.add_argument("client", help="a file with the class path of the runtime interface client")
    arguments.add_argument("functions", type=pathlib.Path)
    arguments.add_argument("--rounds", type=int, default=7)
    given = arguments.parse_args()
    client = pathlib.Path(given.client).read_text().strip()
    aws = serve(Answering)
    print("| function | jar | init | first event |")
    print("|---|---|---|---|")
    for name, module, handler, event in HANDLERS:
        jar = given.functions / module / "target" / ("inlay-%s-lambda.jar" % module)
        rounds = [start(given.java, "%s:%s" % (client, jar), handler, event, aws) for _ in range(given.rounds)]
        cells = []
        for part in zip(*rounds):
            cells.append("%.2f s (%.2f–%.2f)" % (statistics.median(part), min(part), max(part)))
        print("| %s | %.1f MB | %s | %s |" % (name, jar.stat().st_size / 1e6, *cells), flush=True)


if __name__ == "__main__":
    main()
