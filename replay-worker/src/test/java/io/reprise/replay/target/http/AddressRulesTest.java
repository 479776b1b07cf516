package io.reprise.replay.target.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.target.Network;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "localhost",
        "10.1.2.3",
        "172.20.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        // Other ways to write loopback addresses, which the JDK or the resolver may accept.
        "2130706433",
        "127.1",
      })
  void refusesAddressesThatAreNotPublic(String host) {
    assertThatThrownBy(() -> rules("https://" + host + "/hook").require())
        .isInstanceOfAny(TargetRefusedException.class, TargetUnavailableException.class)
        .satisfies(
            e -> {
              if (e instanceof TargetRefusedException) {
                assertThat(e).hasMessageContaining("add its network to allowedNetworks");
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "[2600::1]", "172.32.0.1", "100.128.0.1"})
  void acceptsPublicAddressesOverHttpsOnly(String host) {
    assertThat(rules("https://" + host).require()).hasSize(1);
    assertThatThrownBy(() -> rules("http://" + host).require())
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("everybody on the way can read the records: use https");
  }

  @Test
  void acceptsWhatTheConfigurationAllows() {
    assertThat(rules("http://127.0.0.1:8080/hook", "127.0.0.0/8").require()).hasSize(1);
    assertThat(rules("https://[fd00::1]/hook", "10.0.0.0/8", "fd00::/8").require()).hasSize(1);
    assertThatThrownBy(() -> rules("http://127.0.0.1", "10.0.0.0/8").require())
        .isInstanceOf(TargetRefusedException.class);
  }

  @Test
  void aNameThatCannotBeLookedUpMayBeThereLater() {
    assertThatThrownBy(() -> rules("https://nobody.invalid/hook").require())
        .isInstanceOf(TargetUnavailableException.class)
        .hasMessage("the host nobody.invalid of target 'hook' cannot be resolved");
  }

  private static AddressRules rules(String url, String... allowed) {
    return new AddressRules(
        "hook", URI.create(url), List.copyOf(Stream.of(allowed).map(Network::parse).toList()));
  }
}
