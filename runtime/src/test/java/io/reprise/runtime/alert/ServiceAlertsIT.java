package io.reprise.runtime.alert;

import static io.reprise.runtime.alert.FaultAlerts.assertFiresAndClears;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.HttpService;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.runtime.tls.TlsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Causes the faults that any service can have. */
class ServiceAlertsIT {
  private static final String JOB = "reprise-service";
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final Duration DAY = Duration.ofDays(1);

  @BeforeAll
  static void requirePromtool() {
    FaultAlerts.requirePromtool(ServiceAlertsIT.class);
  }

  @Test
  void aServiceThatHasEndedIsDownUntilItIsStartedAgain() throws Exception {
    // Given
    var series = new ScrapedSeries(JOB, STEP);
    var config = new HttpConfig("127.0.0.1", freePort());
    URI uri;
    try (var service = HttpServer.start(config, HttpService.of(routes -> {}))) {
      uri = service.uri();
      series.scrape(uri, 4);
    }

    // When
    series.faultBegins();
    series.scrapeFor(uri, Duration.ofMinutes(2));
    series.faultIsOver();
    try (var again = HttpServer.start(config, HttpService.of(routes -> {}))) {
      series.scrapeWhen(again.uri(), () -> series.newest("up") == 1);
    }

    // Then
    assertFiresAndClears("RepriseServiceDown", series);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aCertificateEndsSoonUntilItIsReplaced(@TempDir Path directory) throws Exception {
    // Given
    var authority = new TestAuthority("CN=authority");
    var trusting =
        HttpClient.newBuilder()
            .sslContext(ClientTls.context(authority.writeTo(directory.resolve("ca.pem"))))
            .build();
    var series = new ScrapedSeries(JOB, Duration.ofMinutes(1), trusting);
    issue(authority, directory, DAY.multipliedBy(60));
    var tls = new TlsConfig(directory.resolve("cert.pem"), directory.resolve("key.pem"), null);
    var config = new HttpConfig("127.0.0.1", 0, null, null, tls, false, null);
    try (var service = HttpServer.start(config, HttpService.of(routes -> {}))) {
      series.scrape(service.uri(), 4);

      // When
      series.faultBegins();
      issue(authority, directory, DAY);
      series.scrapeWhen(service.uri(), () -> daysLeft(series) < 2);
      series.scrapeFor(service.uri(), Duration.ofHours(1));
      series.faultIsOver();
      issue(authority, directory, DAY.multipliedBy(60));
      series.scrapeWhen(service.uri(), () -> daysLeft(series) > 14);
    }

    // Then
    assertFiresAndClears("RepriseCertificateEnds", series);
    assertFiresAndClears("RepriseCertificateEndsSoon", series);
  }

  private static void issue(TestAuthority authority, Path directory, Duration time) {
    authority
        .issue("CN=service", "EC", DAY.negated(), time, "127.0.0.1", "localhost")
        .writeTo(directory);
  }

  private static double daysLeft(ScrapedSeries series) {
    return series.newest("reprise_http_certificate_left_seconds") / DAY.toSeconds();
  }

  @Test
  void theHeapOfAServiceIsFullUntilItIsFreed() throws Exception {
    var series = new ScrapedSeries(JOB, STEP);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FillableService.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      // Given
      var uri = URI.create(output.readLine());
      series.scrape(uri, 4);

      // When
      series.faultBegins();
      command(process, output, FillableService.FILL);
      series.scrapeWhen(uri, () -> fullness(series) > 0.9);
      series.scrapeFor(uri, Duration.ofMinutes(15));
      series.faultIsOver();
      command(process, output, FillableService.FREE);
      series.scrapeWhen(uri, () -> fullness(series) < 0.9);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    // Then
    assertFiresAndClears("RepriseHeapFull", series);
  }

  private static void command(Process process, BufferedReader output, String command)
      throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    assertThat(output.readLine()).isEqualTo(command);
  }

  private static double fullness(ScrapedSeries series) {
    return series.newest("jvm_gc_live_data_size_bytes")
        / series.newest("jvm_gc_max_data_size_bytes");
  }
}
