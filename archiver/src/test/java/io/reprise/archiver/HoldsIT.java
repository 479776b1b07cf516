package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trim limits of holds and live groups in a running archiver. */
@ExtendWith(Servers.class)
class HoldsIT {
  @Test
  void holdsAndLiveGroupsKeepOffsetsInKafka(RunningServers servers) {
    // Given: a hold from 40 on, and a group with the committed offset 20
    try (var fixture = new ArchiverFixture(servers, "holds")) {
      fixture.create("kept", 1, Map.of());
      try (var archiver = start(servers, fixture)) {
        var client = new ArchiverHttpClient(archiver.uri());
        var id = fixture.id("kept", 0);
        fixture.commit("slow", id, 20);
        var held =
            client.post(
                "/api/v1/archive/holds",
                "{\"topic\":\"kept\",\"partitions\":[0],\"from\":40,\"reason\":\"an audit\"}");
        for (int i = 0; i < 8; i++) {
          ArchiverFixture.publish(servers, "kept", 1, 40);
        }

        // When, Then: the group limits the trim
        awaitTrimLimit(client, "live group 'slow'");
        assertThat(fixture.facts(id).logStart()).isLessThanOrEqualTo(20);

        // When, Then: the hold limits the trim
        fixture.commit("slow", id, fixture.facts(id).committedEnd());
        var hold = held.get(0).at("/hold/id").asText();
        awaitTrimLimit(client, "hold " + hold);
        assertThat(fixture.facts(id).logStart()).isLessThanOrEqualTo(40);
        assertThat(client.get("/api/v1/archive/holds?topic=kept")).hasSize(1);

        // When, Then: nothing limits the trim
        client.send("DELETE", "/api/v1/archive/holds/" + hold + "?topic=kept", "");
        fixture.awaitMoved("kept");
        var late =
            client.send(
                "POST",
                "/api/v1/archive/holds",
                "{\"topic\":\"kept\",\"from\":1,\"reason\":\"r\"}");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("are trimmed or about to be, 1 cannot be held");
      }
    }
  }

  private static ArchiverService start(RunningServers servers, ArchiverFixture fixture) {
    return ArchiverService.start(
        fixture.settings(servers, Map.of("kept", ArchiverFixture.eager(1)), "holds"), fault -> {});
  }

  private static void awaitTrimLimit(ArchiverHttpClient client, String reason) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              var p = client.partition("kept", 0);
              return p.path("lag").asLong() == 0
                  && p.path("trimLimit").asText().equals(reason)
                  && p.path("nextTrim").asLong() == p.at("/hot/from").asLong();
            });
  }
}
