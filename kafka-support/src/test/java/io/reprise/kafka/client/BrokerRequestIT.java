package io.reprise.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.EmbeddedBroker;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.junit.jupiter.api.Test;

class BrokerRequestIT {
  @Test
  void returnsTheResponseOfTheBrokerThatWasAsked() {
    try (var broker = EmbeddedBroker.startTemporary()) {
      var settings = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
      try (var admin = AdminRole.open(settings)) {
        var node = KafkaAnswer.of(admin.describeCluster().nodes()).iterator().next();

        var response =
            (ApiVersionsResponse)
                new BrokerRequest(settings).send(node, new ApiVersionsRequest.Builder());

        assertThat(response.apiVersion(ApiKeys.WRITE_TXN_MARKERS.id)).isNotNull();
      }
    }
  }

  @Test
  void saysWhenTheBrokerCannotBeReached() {
    var settings = Map.<String, Object>of("bootstrap.servers", "localhost:1");
    var nobody = new Node(7, "localhost", 1);

    assertThatThrownBy(
            () -> new BrokerRequest(settings).send(nobody, new ApiVersionsRequest.Builder()))
        .isInstanceOf(DisconnectException.class)
        .hasMessageContaining("localhost:1");
  }
}
