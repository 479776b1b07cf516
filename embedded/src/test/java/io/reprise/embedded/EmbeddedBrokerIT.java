package io.reprise.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  @Test
  void servesTheSameTopicsAfterARestartOnTheSameDirectory(@TempDir Path directory)
      throws Exception {
    int port = FreePorts.next();
    int controllerPort = FreePorts.next();
    try (var broker = EmbeddedBroker.start(directory, port, controllerPort);
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("kept", 3, (short) 1))).all().get();
    }

    try (var broker = EmbeddedBroker.start(directory, port, controllerPort);
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      var kept = admin.describeTopics(List.of("kept")).allTopicNames().get().get("kept");
      assertThat(kept.partitions()).hasSize(3);
    }
  }
}
