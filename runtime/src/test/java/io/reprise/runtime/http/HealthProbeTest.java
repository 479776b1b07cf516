package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.tls.TestAuthority;
import io.reprise.runtime.tls.TlsConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthProbeTest {
  @Test
  void aServiceThatAnswersIsHealthy() {
    try (var server = HttpServer.start(new HttpConfig("127.0.0.1", 0), routes -> {})) {
      assertThat(HealthProbe.check(Integer.toString(server.port()))).isTrue();
    }
  }

  @Test
  void aServiceThatEncryptsIsHealthyToo(@TempDir Path directory) {
    new TestAuthority("CN=authority").issue("CN=service", "service.example").writeTo(directory);
    var tls = new TlsConfig(directory.resolve("cert.pem"), directory.resolve("key.pem"), null);
    var config = new HttpConfig("127.0.0.1", 0, null, null, tls, false, null);
    try (var server = HttpServer.start(config, routes -> {})) {
      assertThat(HealthProbe.check(Integer.toString(server.port()))).isTrue();
    }
  }

  @Test
  void aPortOnWhichNothingListensIsNot() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(HealthProbe.check(Integer.toString(port))).isFalse();
  }

  @Test
  void neitherIsNoPort() {
    assertThat(HealthProbe.check(null)).isFalse();
    assertThat(HealthProbe.check("eighty")).isFalse();
  }
}
