package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.STRUCTURED;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.json;
import static io.reprise.ingest.service.IngestFixture.post;
import static io.reprise.ingest.service.IngestFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.FreePorts;
import io.reprise.ingest.service.limit.Limits;
import io.reprise.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerOutageIT {
  private static final String SCHEMA =
      "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"userId\",\"type\":\"string\"},{\"name\":\"action\",\"type\":\"string\"},{\"name\":\"occurredAt\",\"type\":\"long\"}]}";

  /** Never a 2xx for what is not stored; sent again after the outage, it is stored once. */
  @Test
  void answers503WhileKafkaIsDownAndStoresTheEventOnceWhenItIsBack(@TempDir Path directory) {
    int port = FreePorts.next();
    int controller = FreePorts.next();
    var limits = new Limits(null, null, null, null, null, null, null, Duration.ofSeconds(3), null);
    try (var registry = EmbeddedRegistry.startTemporary()) {
      var broker = EmbeddedBroker.start(directory, port, controller);
      try (var client = SchemaRegistry.at(registry.uri());
          var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
          var service =
              IngestService.start(
                  IngestFixture.config("one", broker.bootstrapServers(), registry.uri(), limits))) {
        client.register("events-value", new Schema.Parser().parse(SCHEMA));
        IngestFixture.create(admin, "events", 1);
        assertThat(post(service.uri(), "events", STRUCTURED, event("1", "u")).statusCode())
            .isEqualTo(201);

        broker.close();
        var down = post(service.uri(), "events", STRUCTURED, event("2", "u"));
        assertThat(down.statusCode()).as(down.body()).isEqualTo(503);
        assertThat(down.headers().firstValue("Retry-After")).isPresent();

        broker = EmbeddedBroker.start(directory, port, controller);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  int status =
                      post(service.uri(), "events", STRUCTURED, event("2", "u")).statusCode();
                  assertThat(status).isIn(200, 201, 503);
                  return status != 503;
                });
        var again = json(post(service.uri(), "events", STRUCTURED, event("2", "u")));
        assertThat(again.path("duplicate").asBoolean()).isTrue();
        assertThat(stored(admin, "events", 1)).isEqualTo(2);
      } finally {
        broker.close();
      }
    }
  }
}
