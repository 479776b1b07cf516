package io.reprise.trials.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayedClusterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2",
        "raft-client-2",
        "broker-2-fetcher-0",
        "broker-2-fetcher-1",
        "broker-2-txn-marker-sender",
        "AddPartitionsManager-client-2"
      })
  void findsTheBrokerInTheClientIdsOfKafkasBrokers(String clientId) {
    assertThat(RelayedCluster.isOfBroker(1, clientId)).isTrue();
    assertThat(RelayedCluster.isOfBroker(0, clientId)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "adminclient"})
  void aClientIdWithoutANumberBelongsToNoBroker(String clientId) {
    assertThat(RelayedCluster.isOfBroker(0, clientId)).isFalse();
  }

  @Test
  void brokersAndWorkersAreSentToRelaysAndOthersToTheBrokers() {
    try (var cluster = RelayedCluster.start()) {
      var settings = cluster.settings();
      var relayed = new HashSet<String>();
      for (var member : settings.members()) {
        var listening = member.settings().get("listeners").split(",");
        var advertised = member.settings().get("advertised.listeners").split(",");
        assertThat(advertised[0]).isEqualTo(listening[0]).endsWith(":" + member.port());
        for (int i = 1; i < listening.length; i++) {
          assertThat(advertised[i]).isNotEqualTo(listening[i]);
        }
        relayed.add(advertised[1].substring("WORKER://".length()));
        var voter = advertised[3].substring("CONTROLLER://".length());
        assertThat(member.settings().get("controller.quorum.voters"))
            .contains(member.settings().get("node.id") + "@" + voter);
      }
      assertThat(settings.workerBootstrapServers().split(","))
          .containsExactlyInAnyOrderElementsOf(relayed);
    }
  }
}
