package io.reprise.replay.http;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes seeded requests that a worker must refuse: each is wrong in at least one way. */
final class MalformedRequests {
  record Request(String method, String path, String body) {}

  private static final String GOOD_SPEC =
      "{\"reason\":\"r\",\"target\":\"copy\",\"source\":{\"topic\":\"orders\",\"from\":0,\"to\":5}}";
  private static final List<String> WRONG_VALUES =
      List.of(
          "null",
          "-1",
          "1e400",
          "99999999999999999999999",
          "\"\"",
          "[]",
          "{}",
          "true",
          "[[1]]",
          "\"\\u0000\"",
          "0.5",
          "{\"a\":{\"b\":[1,{}]}}");
  private static final List<String> SPECS_BUT_ONE_VALUE =
      List.of(
          "{\"reason\":\"r\",\"target\":%s,\"source\":{\"topic\":\"orders\"}}",
          "{\"reason\":\"r\",\"target\":\"copy\",\"source\":%s}",
          "{\"reason\":\"r\",\"target\":\"copy\",\"source\":{\"topic\":%s}}",
          "{\"reason\":\"r\",\"target\":\"copy\",\"source\":{\"topic\":\"orders\",\"from\":-5,\"x\":%s}}",
          "{\"reason\":\"r\",\"target\":\"copy\",\"bogus\":%s,\"source\":{\"topic\":\"orders\"}}",
          "{\"reason\":\"r\",\"target\":\"copy\",\"source\":{\"topic\":\"orders\"},\"throttle\":{\"recordsPerSecond\":0,\"bytesPerSecond\":%s}}");
  private static final List<String> ACTIONS =
      List.of("start", "pause", "resume", "cancel", "retry", "verify", "bogus");

  private final Random random;
  private final List<Supplier<Request>> kinds =
      List.of(
          this::brokenSyntax,
          this::wrongValue,
          this::wrongValueInCreate,
          this::unknownReplay,
          this::wrongParameter,
          this::wrongRoute,
          this::noise);

  MalformedRequests(long seed) {
    this.random = new Random(seed);
  }

  Request next() {
    return pick(kinds).get();
  }

  private Request brokenSyntax() {
    int cut = random.nextInt(GOOD_SPEC.length() - 1);
    return new Request("POST", "/api/v1/plans", "{" + GOOD_SPEC.substring(0, cut));
  }

  private Request wrongValue() {
    return new Request("POST", "/api/v1/plans", wrongSpec());
  }

  private Request wrongValueInCreate() {
    return new Request(
        "POST",
        "/api/v1/replays",
        random.nextBoolean()
            ? "{\"start\":true,\"planHash\":\"deadbeefdeadbeef\",\"spec\":" + wrongSpec() + "}"
            : "{\"start\":true,\"spec\":" + GOOD_SPEC + "}");
  }

  private String wrongSpec() {
    return pick(SPECS_BUT_ONE_VALUE).formatted(pick(WRONG_VALUES));
  }

  private Request unknownReplay() {
    return new Request(
        "POST",
        "/api/v1/replays/" + Integer.toHexString(random.nextInt()) + "/" + pick(ACTIONS),
        "{}");
  }

  private Request wrongParameter() {
    var value = pick(List.of("-1", "x", "99999999999999999999", "1.5", "%00", "%F0%9F%98%80"));
    return new Request(
        "GET",
        pick(List.of(
                "/api/v1/topics/orders/partitions/%s/records",
                "/api/v1/topics/orders/partitions/0/records?from=%s",
                "/api/v1/topics/orders/partitions/0/records?limit=%s",
                "/api/v1/topics/orders/partitions/0/records?values=%s",
                "/api/v1/topics/nope%s",
                "/api/v1/replays?state=%s"))
            .replace("%s", value),
        "");
  }

  private Request wrongRoute() {
    return new Request(
        pick(List.of("PUT", "DELETE", "PATCH", "POST")),
        pick(
            List.of("/api/v1/targets", "/api/v1/topics", "/api/v1", "/nowhere", "/api/v2/replays")),
        GOOD_SPEC);
  }

  private Request noise() {
    var body = new StringBuilder();
    for (int i = random.nextInt(200); i >= 0; i--) {
      body.append((char) random.nextInt(0xD7FF));
    }
    return new Request("POST", pick(List.of("/api/v1/plans", "/api/v1/replays")), "x" + body);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
