package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.runtime.tls.TestAuthority.Issued;
import io.reprise.runtime.tls.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsAddressTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=authority");
  private static final Duration DAY = Duration.ofDays(1);
  private static final int UNREACHABLE = 5;

  @TempDir Path home;
  private Path ca;
  private HttpServer service;
  private String url = "";

  @BeforeEach
  void start() {
    ca = AUTHORITY.writeTo(home.resolve("ca.pem"));
    service = start(AUTHORITY.issue("CN=worker", "127.0.0.1"));
    url = service.uri().toString();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private HttpServer start(Issued issued) {
    issued.writeTo(home);
    var tls = new TlsConfig(home.resolve("cert.pem"), home.resolve("key.pem"), null);
    return HttpServer.start(
        new HttpConfig("127.0.0.1", 0, null, null, tls, false, null),
        routes -> {
          routes.get("/api/v1/targets", Permission.everyone(), ctx -> ctx.json(List.of()));
          // Of a schema registry.
          routes.get("/subjects", Permission.everyone(), ctx -> ctx.json(List.of()));
        });
  }

  private CommandLineRun run(Map<String, String> environment, String line) {
    return CommandLineRun.line(CommandLineRun.sources(environment, home), line);
  }

  @Test
  void anAuthorityOfTheOptionOrTheVariableIsTrusted() {
    var variable = Map.of("REPRISE_CA_FILE", ca.toString());
    var broken = Map.of("REPRISE_CA_FILE", home.resolve("key.pem").toString());
    var line = "replay targets --worker " + url;

    assertThat(run(Map.of(), line + " --ca-file " + ca).exitCode()).isZero();
    assertThat(run(variable, line).exitCode()).isZero();
    assertThat(run(broken, line + " --ca-file " + ca).exitCode()).isZero();
    assertThat(run(broken, line).err()).contains("key.pem has no certificate");
  }

  @Test
  void theAuthorityIsTrustedAtTheRegistryToo() {
    var line = "schemas list --registry " + url;

    assertThat(run(Map.of(), line + " --ca-file " + ca).exitCode()).isZero();
    assertThat(run(Map.of("REPRISE_CA_FILE", ca.toString()), line).exitCode()).isZero();
    var refused = run(Map.of(), line);
    assertThat(refused.exitCode()).isEqualTo(UNREACHABLE);
    assertThat(refused.err()).contains("no trusted authority has signed", "--ca-file");
  }

  @Test
  void theAuthorityOfAContextIsTrustedAtItsAddressesOnly() {
    run(Map.of(), "context add prod --worker " + url + " --ca-file " + ca);
    run(Map.of(), "context use prod");

    assertThat(run(Map.of(), "replay targets").exitCode()).isZero();
    assertThat(run(Map.of(), "replay targets --worker " + url).exitCode()).isEqualTo(UNREACHABLE);
    assertThat(run(Map.of("REPRISE_CONTEXT_WORKER", url), "replay targets").exitCode())
        .isEqualTo(UNREACHABLE);
  }

  @Test
  void aCertificateThatNobodyTrustsIsNamedWithTheRemedy() {
    var run = run(Map.of(), "replay targets --worker " + url);

    assertThat(run.exitCode()).isEqualTo(UNREACHABLE);
    assertThat(run.err())
        .contains(
            "the TLS connection to the replay worker at " + url + " was refused",
            "no trusted authority has signed the certificate of CN=worker, which CN=authority has"
                + " issued",
            "give the file with the certificate of its authority as --ca-file");
  }

  @Test
  void aCertificateThatHasExpiredIsNamedWithTheRemedy() {
    var expired = AUTHORITY.issue("CN=old", "EC", DAY.multipliedBy(-3), DAY.negated(), "127.0.0.1");
    try (var worker = start(expired)) {
      var run = run(Map.of(), "replay targets --worker " + worker.uri() + " --ca-file " + ca);

      assertThat(run.exitCode()).isEqualTo(UNREACHABLE);
      assertThat(run.err())
          .contains("the certificate of CN=old expired on", "correct the clock of this machine");
    }
  }

  @Test
  void aCertificateForAnotherHostIsNamedWithTheRemedy() {
    var localhost = url.replace("127.0.0.1", "localhost");

    var run = run(Map.of(), "replay targets --worker " + localhost + " --ca-file " + ca);

    assertThat(run.exitCode()).isEqualTo(UNREACHABLE);
    assertThat(run.err())
        .contains(
            "the certificate of CN=worker is for no other host than 127.0.0.1",
            "call the service by a name of its certificate, or give it a certificate for"
                + " localhost");
  }

  @Test
  void plainTextToAServiceThatEncryptsIsNamed() {
    var run = run(Map.of(), "replay targets --worker " + url.replace("https", "http"));

    assertThat(run.exitCode()).isEqualTo(UNREACHABLE);
    assertThat(run.err()).contains("speaks TLS: write its address as https");
  }

  @Test
  void aClientCertificateSaysWhoCalls() throws IOException {
    var policy =
        Files.writeString(
            home.resolve("policy.yaml"),
            "bindings: [{principal: ann, role: viewer, targets: ['*']}]");
    var tls = new TlsConfig(home.resolve("cert.pem"), home.resolve("key.pem"), null, ca);
    var authentication = new AuthenticationConfig(null, policy);
    var config = new HttpConfig("127.0.0.1", 0, null, authentication, tls, false, null);
    try (var asking =
        HttpServer.start(
            config,
            routes ->
                routes.get(
                    "/api/v1/targets", Permission.of(Action.VIEW), ctx -> ctx.json(List.of())))) {
      var ann = Files.createDirectory(home.resolve("ann"));
      AUTHORITY.issue("CN=ann").writeTo(ann);
      var files = " --certificate-file %1$s/cert.pem --key-file %1$s/key.pem".formatted(ann);
      var line = "replay targets --worker " + asking.uri() + " --ca-file " + ca;
      var variables =
          Map.of(
              "REPRISE_CERTIFICATE_FILE", ann + "/cert.pem", "REPRISE_KEY_FILE", ann + "/key.pem");

      assertThat(run(Map.of(), line + files).exitCode()).isZero();
      assertThat(run(variables, line).exitCode()).isZero();
      assertThat(run(Map.of(), line).err()).contains("or a client certificate");
      run(Map.of(), "context add prod --worker " + asking.uri() + " --ca-file " + ca + files);
      assertThat(run(Map.of(), "replay targets --context prod").exitCode()).isZero();
      assertThat(run(Map.of(), line + " --certificate-file " + ann + "/cert.pem").err())
          .contains("cert.pem is given without its private key");
      var unknown = line + files.replace("ann/", "");
      assertThat(run(Map.of(), unknown).err()).contains("worker lacks the permission: view");
    }
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    var run = run(Map.of(), "replay targets --worker " + url + " --ca-file /nowhere/file");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("/nowhere/file: no such file");
  }
}
