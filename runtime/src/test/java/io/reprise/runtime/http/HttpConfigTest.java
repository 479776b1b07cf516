package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.tls.TlsConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConfigTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:80",
    "host.example, http://host.example:80",
    "::1, http://[::1]:80",
    "[::1], http://[::1]:80",
    "0.0.0.0, http://127.0.0.1:80",
    "::, http://127.0.0.1:80",
  })
  void theUrlIsOneAtWhichThisMachineReachesTheService(String host, String url) {
    assertThat(new HttpConfig(host, 80, null, null, true).uriOn(80)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "LOCALHOST", "::1", "[::1]"})
  void onlyThisMachineReachesALoopbackAddress(String host) {
    assertThat(new HttpConfig(host, 80).isLoopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "10.0.0.1", "127.example", "127.0.0.1.example", "::10", "a::1"})
  void anAddressThatOtherMachinesReachIsRefusedUnlessToldToBeInsecure(String host) {
    assertThatThrownBy(() -> new HttpConfig(host, 80))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host is " + host)
        .hasMessageContaining("set insecure to true");

    assertThat(new HttpConfig(host, 80, null, null, true).isLoopback()).isFalse();
  }

  @Test
  void authenticationAloneDoesNotProtectATokenOnItsWay() {
    var authentication = new AuthenticationConfig(Path.of("tokens"), Path.of("policy"));

    assertThatThrownBy(() -> new HttpConfig("0.0.0.0", 80, null, authentication, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the traffic is not encrypted, so tokens can be stolen");
    assertThat(new HttpConfig("127.0.0.1", 80, null, authentication, false).isLoopback()).isTrue();
  }

  @Test
  void encryptionAloneDoesNotSayWhoCalls() {
    var authentication = new AuthenticationConfig(Path.of("tokens"), Path.of("policy"));
    var tls = new TlsConfig(Path.of("cert"), Path.of("key"), null);

    assertThatThrownBy(() -> new HttpConfig("0.0.0.0", 80, null, null, tls, false, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but callers are not authenticated: give both");
    var both = new HttpConfig("0.0.0.0", 80, null, authentication, tls, false, null);
    assertThat(both.isExposed()).isFalse();
    assertThat(both.uriOn(80)).hasToString("https://127.0.0.1:80");
    assertThat(new HttpConfig("0.0.0.0", 80, null, null, tls, true, null).isExposed()).isTrue();
  }

  @Test
  void tokensAndPolicyAreGivenTogether() {
    assertThatThrownBy(() -> new AuthenticationConfig(Path.of("tokens"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("policy is missing");
    var withoutTokens = new AuthenticationConfig(null, Path.of("policy"));
    assertThatThrownBy(() -> new HttpConfig("127.0.0.1", 80, null, withoutTokens, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("authentication.tokens is missing");
    assertThat(new HttpConfig("127.0.0.1", 80).authentication().isOn()).isFalse();
  }
}
