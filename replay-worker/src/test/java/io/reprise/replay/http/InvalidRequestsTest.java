package io.reprise.replay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.operate.ReplayOperations;
import io.reprise.runtime.http.EventStreams;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a worker refuses before it asks Kafka. The worker of this test has no Kafka. */
class InvalidRequestsTest {
  private static final String RANGE =
      ": use a time from -292275055-05-16T16:47:04.192Z to +292278994-08-17T07:12:55.807Z";

  private final HttpServer server =
      HttpServer.start(
          new HttpConfig("127.0.0.1", 0),
          new OperatorApi(
              new ReplayOperations(
                  null, null, null, null, null, null, null, null, null, null, null, null, null,
                  null),
              null,
              null,
              null,
              null,
              () -> null,
              new EventStreams()));
  private final ApiClient api = new ApiClient(server.uri());

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "from, +999999999-01-01T00:00:00Z",
    "to, +999999999-01-01T00:00:00Z",
    "from, -999999999-01-01T00:00:00Z",
    "to, +292278994-08-17T07:12:55.808Z"
  })
  void aTimeThatKafkaCannotHaveIsRefusedWithTheRange(String field, String time) {
    var source = "{\"topic\":\"t\",\"" + field + "\":\"" + time + "\"}";
    var spec = "{\"reason\":\"r\",\"target\":\"copy\",\"source\":" + source + "}";

    refused("/api/v1/plans", spec, "source." + field, "time " + time + " is out of range" + RANGE);
    refused(
        "/api/v1/replays",
        "{\"spec\":" + spec + "}",
        "spec.source." + field,
        "time " + time + " is out of range" + RANGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source.partitions[1] | \"source\":{\"topic\":\"t\",\"partitions\":[0,null]}",
        "filter.keys[0] | \"source\":{\"topic\":\"t\"},\"filter\":{\"keys\":[null]}",
        "filter.types[0] | \"source\":{\"topic\":\"t\"},\"filter\":{\"types\":[null]}",
        "filter.headers.a | \"source\":{\"topic\":\"t\"},\"filter\":{\"headers\":{\"a\":null}}"
      })
  void aNullInsideAListOrAMapIsRefusedWithItsPlace(String field, String rest) {
    refused(
        "/api/v1/plans",
        "{\"reason\":\"r\",\"target\":\"copy\"," + rest + "}",
        field,
        "null is not allowed here: write a value, or leave it out");
  }

  private void refused(String path, String body, String field, String reason) {
    var answer = api.post(path, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    var problem = ApiClient.json(answer);
    assertThat(problem.path("field").asText()).isEqualTo(field);
    assertThat(problem.path("detail").asText()).isEqualTo(field + ": " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aaaa", "0", "01890000-0000-7000-8000-00000000000", "%F0%9F%98%80"})
  void aTextThatIsNoCursorIsRefused(String cursor) {
    var answer = api.get("/api/v1/replays?cursor=" + cursor);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(ApiClient.json(answer).path("detail").asText())
        .startsWith("cursor is '")
        .endsWith("': give the value of next from the page before");
  }

  @Test
  void anEmptyCursorIsRefused() {
    assertThat(api.get("/api/v1/replays?cursor=").statusCode()).isEqualTo(400);
  }
}
