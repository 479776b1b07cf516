package io.reprise.embedded.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.junit.jupiter.api.Test;

/** Kafka's default minimum of a group session: 45 s with KIP-848, 6 s with the classic protocol. */
public interface StockSessionContract extends OnBroker {

  @Test
  default void stockBrokerRefusesAShortSessionForAGroup() {
    var group = "group-" + Uuid.randomUuid();
    assertThatThrownBy(
            () -> clients().configureGroup(group, Map.of("consumer.session.timeout.ms", "3000")))
        .hasRootCauseInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("consumer.session.timeout.ms");
  }

  @Test
  default void stockBrokerTakesAClassicSessionOfSixSecondsAndNoShorter() {
    var partition = clients().topic();
    var members =
        new Members(
            clients(), GroupProtocol.CLASSIC, "group-" + Uuid.randomUuid(), partition.topic());
    try (var brief =
        members.subscribe(Map.of("session.timeout.ms", 5_999, "heartbeat.interval.ms", 1_000))) {
      assertThatThrownBy(() -> Polling.until(brief, () -> !brief.assignment().isEmpty()))
          .isInstanceOf(InvalidSessionTimeoutException.class);
    }
    try (var longer =
        members.subscribe(Map.of("session.timeout.ms", 6_000, "heartbeat.interval.ms", 1_000))) {
      assertThatCode(() -> Polling.until(longer, () -> !longer.assignment().isEmpty()))
          .doesNotThrowAnyException();
    }
  }
}
