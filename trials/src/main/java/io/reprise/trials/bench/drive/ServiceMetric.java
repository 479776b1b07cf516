package io.reprise.trials.bench.drive;

import io.reprise.cli.client.ServiceClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Reads a metric of a service from its Prometheus endpoint. Such a request costs the service less
 * than a status request. Thread-safe.
 *
 * @param name name of the metric in Prometheus's format
 */
public record ServiceMetric(ServiceClient service, String name) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  public static ServiceMetric of(URI service, String name) {
    return new ServiceMetric(new ServiceClient("service", List.of(service)), name);
  }

  /** Returns the metric's current value. */
  public double value() {
    try (var lines = service.lines("GET", "/metrics", "", LIMIT)) {
      return lines
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "there is no metric " + name));
    }
  }
}
