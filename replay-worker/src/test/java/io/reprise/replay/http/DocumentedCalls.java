package io.reprise.replay.http;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** Calls that together give every status that the OpenAPI document names for a working cluster. */
final class DocumentedCalls {
  private static final String REPLAYS = "/api/v1/replays";
  private static final String OFFSETS = "/api/v1/topics/%s/offsets";
  private static final String RECORDS = "/api/v1/topics/%s/partitions/0/records";
  private static final String NOBODY = REPLAYS + "/00000000-0000-7000-8000-000000000000";
  private static final String GROUP = "/api/v1/groups/readers";
  private static final String TOO_LONG = "x".repeat(11 << 20);
  private static final List<String> COMMANDS =
      List.of("start", "approve", "refuse", "pause", "resume", "cancel", "retry");

  private final ApiClient api;

  DocumentedCalls(ApiClient api) {
    this.api = api;
  }

  void readEverything() {
    for (var path :
        List.of(
            "/health/live",
            "/health/ready",
            "/metrics",
            "/api/v1/status",
            "/api/v1/openapi.yaml",
            "/api/v1/worker",
            "/api/v1/targets",
            "/api/v1/topics",
            "/api/v1/topics/orders",
            "/api/v1/groups",
            GROUP,
            GROUP + "/moves",
            OFFSETS.formatted("orders") + "?time=2026-01-31T12:00:00Z",
            "/api/v1/topics/orders/parked",
            RECORDS.formatted("orders"),
            REPLAYS,
            REPLAYS + "?limit=1",
            REPLAYS + "?cursor=ffffffff-0000-7000-8000-000000000000&topic=orders&target=copy")) {
      api.get(path);
    }
    api.post("/api/v1/plans", spec("copy", "orders", ""));
    api.post("/api/v1/plans/sample?records=3", spec("copy", "orders", ""));
  }

  void refuseWhatIsNotThere() {
    api.get(REPLAYS + "?state=ASLEEP");
    api.get(REPLAYS + "?limit=0");
    api.get(REPLAYS + "?from=yesterday");
    api.get(RECORDS.formatted("orders") + "?values=DECODED");
    api.get(RECORDS.formatted("orders") + "?from=-1");
    api.get(RECORDS.formatted("orders") + "?from=999999");
    api.get(RECORDS.formatted("ordres"));
    api.get(OFFSETS.formatted("orders") + "?time=yesterday");
    api.get(OFFSETS.formatted("ordres") + "?time=2026-01-31T12:00:00Z");
    api.get("/api/v1/topics/ordres");
    api.get("/api/v1/topics/ordres/parked");
    api.get("/api/v1/topics/orders/parked?from=yesterday");
    api.get("/api/v1/groups/nobody");
    api.get("/api/v1/groups/%00");
    api.get("/api/v1/groups/%00/moves");
    refuseMoves();
    for (var wrong :
        List.of(
            "{",
            TOO_LONG,
            ApiClient.TEXT,
            spec("copy", "ordres", ""),
            spec("narrow", "orders", ""))) {
      api.post("/api/v1/plans", wrong);
      api.post("/api/v1/plans/sample", wrong);
      api.post(REPLAYS, wrong.startsWith("{\"") ? "{\"spec\":" + wrong + "}" : wrong);
    }
    api.post(
        REPLAYS, "{\"planHash\":\"0123456789abcdef\",\"spec\":" + spec("copy", "orders", "") + "}");
    for (var path : List.of("/topics/%00", "/replays/%00", "/replays/%00/receipt")) {
      api.get("/api/v1" + path);
    }
    api.stream(REPLAYS + "/%00/events");
    api.post(REPLAYS + "/%00/verify", "");
    api.get(NOBODY);
    api.get(NOBODY + "/receipt");
    api.get(NOBODY + "/events");
    api.stream(NOBODY + "/events");
    api.post(NOBODY + "/verify", "");
    api.send("PUT", NOBODY + "/throttle", "{}");
    api.send("PUT", NOBODY + "/throttle", "{");
    api.send("PUT", NOBODY + "/throttle", TOO_LONG);
    api.send("PUT", NOBODY + "/throttle", ApiClient.TEXT);
    for (var command : COMMANDS) {
      api.post(NOBODY + "/" + command, body(command, "0123456789"));
      api.post(NOBODY + "/" + command, "{");
      api.post(NOBODY + "/" + command, TOO_LONG);
      api.post(NOBODY + "/" + command, ApiClient.TEXT);
    }
  }

  private void refuseMoves() {
    for (var wrong : List.of("{", TOO_LONG, ApiClient.TEXT)) {
      api.post(GROUP + "/plans", wrong);
      api.post(GROUP + "/moves", wrong);
    }
    var body = "{\"planHash\":\"0123456789\",\"reason\":\"test\",\"move\":%s}";
    api.post("/api/v1/groups/nobody/plans", rewind(0));
    api.post("/api/v1/groups/nobody/moves", body.formatted(rewind(0)));
    api.post(GROUP + "/plans", rewind(999_999));
    api.post(GROUP + "/moves", body.formatted(rewind(0)));
  }

  /** Needs a group without members that has committed an offset above 0 of partition 0. */
  void moveAGroup() {
    var plan = ApiClient.json(api.post(GROUP + "/plans", rewind(0)));
    api.post(
        GROUP + "/moves",
        "{\"planHash\":\"%s\",\"reason\":\"test\",\"move\":%s}"
            .formatted(plan.path("hash").asText(), rewind(0)));
    api.get(GROUP + "/moves");
  }

  private static String rewind(long offset) {
    return "{\"kind\":\"REWIND\",\"topic\":\"orders\",\"partitions\":[0],\"to\":%d}"
        .formatted(offset);
  }

  /** Uses a rate of one record a second, at which the replay does not end by itself. */
  void runOneReplayThroughItsLife() {
    var spec = spec("copy", "orders", ",\"throttle\":{\"recordsPerSecond\":1}");
    var created = ApiClient.json(api.post(REPLAYS, "{\"spec\":" + spec + "}"));
    var replay = REPLAYS + "/" + created.path("id").asText();
    var start = "{\"again\":true,\"planHash\":\"" + created.path("planHash").asText() + "\"}";
    api.post(replay + "/start", start);
    api.post(replay + "/pause", "");
    awaitState(replay, "PAUSED");
    api.post(replay + "/resume", "");
    api.send("PUT", replay + "/throttle", "{\"recordsPerSecond\":2}");
    api.get(replay);
    api.post(replay + "/cancel", "");
    awaitState(replay, "CANCELLED");
    api.get(replay + "/receipt");
    api.post(replay + "/verify", "");
    api.stream(replay + "/events");
    for (var command : COMMANDS) {
      api.post(replay + "/" + command, body(command, created.path("planHash").asText()));
    }
    api.send("PUT", replay + "/throttle", "{\"recordsPerSecond\":3}");
  }

  private static String body(String command, String planHash) {
    return switch (command) {
      case "start" -> "{\"again\":true,\"planHash\":\"" + planHash + "\"}";
      case "approve" -> "{\"planHash\":\"" + planHash + "\"}";
      case "refuse" -> "{\"comment\":\"no\",\"planHash\":\"" + planHash + "\"}";
      default -> "";
    };
  }

  /** Replays into a topic whose max.message.bytes is below the size of any record. */
  void retryOneThatFails() {
    var body = "{\"spec\":" + spec("tiny", "orders", "") + "}";
    var created = ApiClient.json(api.post(REPLAYS, body));
    var replay = REPLAYS + "/" + created.path("id").asText();
    api.post(replay + "/start", "{\"planHash\":\"" + created.path("planHash").asText() + "\"}");
    awaitState(replay, "FAILED");
    api.post(replay + "/retry", "");
    awaitState(replay, "FAILED");
    api.get(REPLAYS + "?state=failed");
  }

  /** Waits until the worker knows the replay, which must be too large to be verified. */
  void refuseToVerify(String id) {
    var replay = REPLAYS + "/" + id;
    await().atMost(Duration.ofSeconds(30)).until(() -> api.get(replay).statusCode() == 200);
    api.post(replay + "/verify", "");
  }

  private void awaitState(String replay, String state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ApiClient.json(api.get(replay)).at("/summary/state").asText().equals(state));
  }

  private static String spec(String target, String topic, String more) {
    return "{\"reason\":\"test\",\"target\":\"%s\",\"source\":{\"topic\":\"%s\"}%s}"
        .formatted(target, topic, more);
  }
}
