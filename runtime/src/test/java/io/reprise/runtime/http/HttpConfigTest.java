package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThat(new HttpConfig(host, 80, null, true).uriOn(80)).hasToString(url);
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

    assertThat(new HttpConfig(host, 80, null, true).isLoopback()).isFalse();
  }
}
