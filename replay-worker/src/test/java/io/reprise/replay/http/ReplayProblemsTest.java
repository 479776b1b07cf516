package io.reprise.replay.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.replay.Samples;
import io.reprise.replay.receipt.Receipt;
import io.reprise.replay.receipt.Verifier;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.transform.RecordTransforms;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.Permission;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.object.store.ObjectMissingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayProblemsTest {
  private static JsonNode problem(RuntimeException thrown, int status) {
    try (var server =
        HttpServer.start(
            new HttpConfig("127.0.0.1", 0),
            routes -> {
              ReplayProblems.addTo(routes);
              routes.get(
                  "/read",
                  Permission.everyone(),
                  ctx -> {
                    throw thrown;
                  });
            })) {
      var answer = new ApiClient(server.uri()).get("/read");
      assertThat(answer.statusCode()).isEqualTo(status);
      return ApiClient.json(answer);
    }
  }

  @Test
  void answersAMissingObjectAsDamageOfTheArchive() {
    var problem = problem(new ObjectMissingException("topics/orders/0.avro", null), 500);

    assertThat(problem.path("type").asText()).isEqualTo("urn:reprise:problem:corrupt-archive");
    assertThat(problem.path("detail").asText())
        .isEqualTo(
            "object 'topics/orders/0.avro' does not exist in the store: restore it from a copy,"
                + " then retry");
  }

  @Test
  void advisesAReaderOfAnOffsetThatIsNotInTheLogAboutReadsOnly() {
    var problem = problem(new OffsetNotInLogException("orders", 0, 10, new OffsetRange(7, 9)), 422);

    assertThat(problem.path("detail").asText())
        .isEqualTo(
            "offset 10 of orders-0 is not in the log, which holds [7, 9): choose a range inside"
                + " it");
  }

  @Test
  void refusesToVerifyAReplayThatIsTooLarge() {
    var plan = Samples.plan(100_000_001L, 1);
    var receipt = Receipt.of(Samples.replay(plan), Map.of(), Map.of());

    try (var server =
        HttpServer.start(
            new HttpConfig("127.0.0.1", 0),
            routes -> {
              ReplayProblems.addTo(routes);
              routes.post(
                  "/api/v1/replays/{id}/verify",
                  Permission.everyone(),
                  ctx ->
                      ctx.json(
                          new Verifier(
                                  null,
                                  null,
                                  RecordSelectors.WITHOUT_SCHEMAS,
                                  RecordTransforms.NONE,
                                  receipt,
                                  plan)
                              .verify(null)));
            })) {
      var api = new ApiClient(server.uri());

      var answer = api.post("/api/v1/replays/" + Samples.ID + "/verify", "{}");

      assertThat(answer.statusCode()).isEqualTo(422);
      var problem = ApiClient.json(answer);
      assertThat(problem.path("type").asText()).endsWith("verification-refused");
      assertThat(problem.path("detail").asText())
          .contains("at most 100000000", "replay smaller ranges");
    }
  }
}
