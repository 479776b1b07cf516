package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(new HttpConfig(host, 80).uriOn(80)).hasToString(url);
  }
}
