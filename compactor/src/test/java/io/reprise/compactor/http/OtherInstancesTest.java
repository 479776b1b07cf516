package io.reprise.compactor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.runtime.tls.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  /** Asks again and again, because on a busy machine an answer may take longer than 2 s. */
  private static void awaitAnswer(TlsConfig tls, HttpServer other) {
    var others = new OtherInstances(tls);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(others.ask("127.0.0.1:" + other.port(), null)).isEqualTo(ANSWER));
  }

  @Test
  void anInstanceIsAskedAsAllInstancesEncrypt() {
    for (var tls : List.of(TlsConfig.NONE, tls(true))) {
      try (var other = start(tls)) {
        awaitAnswer(tls, other);
      }
    }
  }

  @Test
  void anInstanceSaysWhoItIsWhenItAsksForNobody() throws IOException {
    var plain = tls(true);
    var tls = new TlsConfig(plain.certificate(), plain.key(), plain.ca(), plain.ca());
    var policy =
        Files.writeString(
            directory.resolve("policy.yaml"), "bindings: [{principal: compactor, role: viewer}]");
    var config =
        new HttpConfig(
            "127.0.0.1", 0, null, new AuthenticationConfig(null, policy), tls, false, null);
    try (var other =
        HttpServer.start(
            config,
            routes ->
                routes.get(
                    "/api/v1/snapshots", Permission.of(Action.OBSERVE), c -> c.json(ANSWER)))) {
      awaitAnswer(tls, other);
      assertThat(new OtherInstances(plain).ask("127.0.0.1:" + other.port(), null)).isEmpty();
    }
  }

  @Test
  void anInstanceWhoseCertificateIsNotTrustedIsNotHeard() {
    assertThat(ask(tls(false))).isEmpty();
  }
}
