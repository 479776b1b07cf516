package io.reprise.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GroupSessionIT {
  private static final List<String> GROUPS = List.of("reprise-slots", "reprise-coordinator");

  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void startBroker() {
    broker =
        EmbeddedBroker.startTemporary(
            Map.of(
                "group.consumer.min.session.timeout.ms", "4000",
                "group.consumer.min.heartbeat.interval.ms", "1000"));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @Test
  void takesTheClassicProtocolWhereTheBrokerAllowsItsSession() {
    assertThat(negotiate(6)).isEqualTo(new GroupSession("classic", Duration.ofSeconds(6)));
    assertThat(negotiate(7)).isEqualTo(new GroupSession("classic", Duration.ofSeconds(7)));
  }

  @Test
  void takesTheNewProtocolWhereOnlyThatAllowsTheSession() {
    assertThat(negotiate(4)).isEqualTo(new GroupSession("consumer", Duration.ofSeconds(4)));
  }

  @Test
  void takesTheClassicProtocolAndItsMinimumWhereItDoesNot() {
    assertThat(negotiate(3)).isEqualTo(new GroupSession("classic", Duration.ofSeconds(6)));
  }

  private static GroupSession negotiate(int seconds) {
    return GroupSession.negotiate(admin, GROUPS, Duration.ofSeconds(seconds));
  }
}
