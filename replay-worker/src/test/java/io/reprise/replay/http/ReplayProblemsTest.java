package io.reprise.replay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.receipt.Receipt;
import io.reprise.replay.receipt.Verifier;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayProblemsTest {
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
                  ctx -> ctx.json(new Verifier(null, null, receipt, plan).verify(null)));
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
