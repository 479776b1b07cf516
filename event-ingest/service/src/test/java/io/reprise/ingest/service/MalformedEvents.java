package io.reprise.ingest.service;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Seeded requests that the service may not take: each is wrong in at least one way. */
final class MalformedEvents {
  record Request(String topic, String contentType, String body, String... headers) {
    @Override
    public String toString() {
      return topic + " " + contentType + " " + body + " " + Arrays.toString(headers);
    }
  }

  private static final String GOOD_DATA = "{\"userId\":\"u\",\"action\":\"a\",\"occurredAt\":0}";
  private static final List<String> WRONG_DATA =
      List.of(
          "null",
          "7",
          "[]",
          "\"x\"",
          "{}",
          "{\"userId\":1,\"action\":\"a\",\"occurredAt\":0}",
          "{\"userId\":\"u\",\"action\":\"a\",\"occurredAt\":\"soon\"}",
          "{\"userId\":\"u\",\"action\":\"a\",\"occurredAt\":1e99}",
          "{\"userId\":\"u\",\"action\":\"a\",\"occurredAt\":0,\"extra\":{}}",
          "{\"userId\":\"u\",\"action\":[\"a\"],\"occurredAt\":0}",
          "{\"userId\":null,\"action\":\"a\",\"occurredAt\":0}");
  private static final List<String> ATTRIBUTES =
      List.of("specversion", "id", "source", "type", "subject");
  private static final List<String> WRONG_ATTRIBUTES = List.of("\"\"", "null", "{}", "[1]", "1.5");

  private final Random random;
  private final List<Supplier<Request>> kinds =
      List.of(
          this::brokenJson,
          this::wrongData,
          this::wrongAttribute,
          this::badExtension,
          this::noBatch,
          this::binary,
          this::avroThatIsNone,
          this::noise,
          this::noSuchTopic,
          this::tooLong);

  MalformedEvents(long seed) {
    this.random = new Random(seed);
  }

  Request next() {
    return pick(kinds).get();
  }

  private String good() {
    return IngestFixture.event("m" + random.nextInt(), "u" + random.nextInt(50), GOOD_DATA);
  }

  private Request brokenJson() {
    var good = good();
    return request(good.substring(0, 1 + random.nextInt(good.length() - 1)));
  }

  private Request wrongData() {
    return request(IngestFixture.event("m" + random.nextInt(), "u", pick(WRONG_DATA)));
  }

  private Request wrongAttribute() {
    var name = pick(ATTRIBUTES);
    return request(
        good()
            .replaceAll(
                "\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":" + pick(WRONG_ATTRIBUTES)));
  }

  private Request badExtension() {
    var name = pick(List.of("Upper", "with-dash", "ext_1", "a".repeat(65), "\\u0000"));
    return request(good().replaceFirst("\\{", "{\"" + name.replace("\\", "\\\\") + "\":\"v\","));
  }

  private Request noBatch() {
    return new Request(
        "garbage",
        IngestFixture.BATCH,
        pick(List.of("{}", "1", "[", "[1,2]", "[{}]", "null", "[[]]")));
  }

  private Request binary() {
    return new Request(
        "garbage",
        "application/json",
        pick(List.of(GOOD_DATA, "{", "", "null")),
        "ce-specversion",
        pick(List.of("0.3", "1.1", "one")),
        "ce-id",
        "b" + random.nextInt());
  }

  private Request avroThatIsNone() {
    var base64 = pick(List.of("!!", "AAAA", "AAAAAAA=", "AAAAAAEC", "AA", "AP////8B"));
    return request(
        """
        {"specversion":"1.0","id":"x","source":"s","type":"t","subject":"u","data_base64":"%s"}"""
            .formatted(base64));
  }

  private Request noise() {
    var body = new StringBuilder("x");
    for (int i = random.nextInt(300); i >= 0; i--) {
      body.append((char) random.nextInt(0xD7FF));
    }
    return new Request(
        "garbage",
        pick(List.of(IngestFixture.STRUCTURED, IngestFixture.BATCH, "text/plain", "a/b;c=d")),
        body.toString());
  }

  private Request noSuchTopic() {
    return new Request(
        pick(
            List.of(
                "nowhere",
                "reprise.commands",
                "__consumer_offsets",
                "bare",
                "%F0%9F%98%80",
                "a".repeat(300))),
        IngestFixture.STRUCTURED,
        good());
  }

  private Request tooLong() {
    return request(good().replace("/shop", "/" + "s".repeat(1_100 + random.nextInt(500))));
  }

  private static Request request(String body) {
    return new Request("garbage", IngestFixture.STRUCTURED, body);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
