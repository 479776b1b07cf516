package io.reprise.compactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.runtime.tls.TlsConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherInstancesTest {
  private static final List<CompactionStatus> ANSWER =
      List.of(new CompactionStatus("orders", "latest", 1, "snapshots", List.of(), null));

  @TempDir Path directory;

  private TlsConfig tls(boolean isTrusted) {
    var authority = new TestAuthority("CN=authority");
    authority.issue("CN=compactor", "127.0.0.1").writeTo(directory);
    var other = isTrusted ? authority : new TestAuthority("CN=other");
    return new TlsConfig(
        directory.resolve("cert.pem"),
        directory.resolve("key.pem"),
        other.writeTo(directory.resolve("ca.pem")));
  }

  private static HttpServer start(TlsConfig tls) {
    return HttpServer.start(
        new HttpConfig("127.0.0.1", 0, null, null, tls, false, null),
        routes -> routes.get("/api/v1/snapshots", Permission.everyone(), ctx -> ctx.json(ANSWER)));
  }

  private static List<CompactionStatus> ask(TlsConfig tls) {
    try (var other = start(tls)) {
      return new OtherInstances(tls).ask("127.0.0.1:" + other.port(), null);
    }
  }

  @Test
  void anInstanceIsAskedAsAllInstancesEncrypt() {
    assertThat(ask(TlsConfig.NONE)).isEqualTo(ANSWER);
    assertThat(ask(tls(true))).isEqualTo(ANSWER);
  }

  @Test
  void anInstanceWhoseCertificateIsNotTrustedIsNotHeard() {
    assertThat(ask(tls(false))).isEmpty();
  }
}
