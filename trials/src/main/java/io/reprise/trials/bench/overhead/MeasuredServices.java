package io.reprise.trials.bench.overhead;

import io.reprise.local.process.ServiceLaunch;
import io.reprise.local.process.ServiceProcess;
import io.reprise.trials.bench.measure.Rounds;
import io.reprise.trials.bench.overhead.OverheadFigures.Run;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The services of one kind that are compared, one for each protection. Confined to one thread; the
 * caller closes them.
 */
final class MeasuredServices implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofMinutes(3);

  private final BenchSecurity security;
  private final List<MeasuredService> services = new ArrayList<>();

  private MeasuredServices(BenchSecurity security) {
    this.security = security;
  }

  /**
   * Starts a service for each protection, one after another: on a busy machine, workers that start
   * at the same time and each create their control topics can overload the broker. Returns once all
   * of them accept requests.
   *
   * @param kind first word of the names of the services
   * @param launch returns how a service with a protection and a name is started
   */
  static MeasuredServices start(
      BenchSecurity security,
      String kind,
      List<Protection> protections,
      BiFunction<Protection, String, ServiceLaunch> launch) {
    var services = new MeasuredServices(security);
    try {
      for (var protection : protections) {
        services.add(protection, launch.apply(protection, kind + "-" + protection.word()));
      }
      return services;
    } catch (RuntimeException e) {
      services.close();
      throw e;
    }
  }

  private void add(Protection protection, ServiceLaunch launch) {
    var process = ServiceProcess.start(launch);
    try {
      var uri = URI.create(process.awaitReady(READY_LIMIT));
      services.add(new MeasuredService(protection, process.name(), process, uri));
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Measures all services in turn. Runs at the same index of two lists are of one round. */
  Map<Protection, List<Run>> measure(Rounds rounds, Rounds.Measurement<MeasuredService, Run> run)
      throws InterruptedException {
    var runs = new LinkedHashMap<Protection, List<Run>>();
    rounds
        .measure(services, run)
        .forEach((service, taken) -> runs.put(service.protection(), taken));
    return runs;
  }

  /**
   * Checks that every service protects itself as it should.
   *
   * @param path returns a route that needs a permission, and that makes the service do no work for
   *     the measurement of another one
   */
  void requireProtection(String method, Function<Protection, String> path) {
    for (var service : services) {
      new ProtectionCheck(security, service.protection(), service.name(), service.uri())
          .requireProtection(method, path.apply(service.protection()));
    }
  }

  @Override
  public void close() {
    services.forEach(MeasuredService::close);
  }
}
