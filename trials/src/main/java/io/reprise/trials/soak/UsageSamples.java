package io.reprise.trials.soak;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.stack.RunningService;
import io.reprise.local.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Measures all processes of Reprise's services, and keeps the measurements. Confined to one thread.
 */
final class UsageSamples {
  static final List<String> KINDS = List.of("worker", "ingest", "archiver", "compactor");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Stack stack;
  private final SoakFailures failures;
  private final Map<String, List<ServiceUsage>> compared = new LinkedHashMap<>();
  private final Map<String, ServiceUsage> latest = new LinkedHashMap<>();

  UsageSamples(Stack stack, SoakFailures failures) {
    this.stack = stack;
    this.failures = failures;
    KINDS.forEach(kind -> compared.put(kind, new ArrayList<>()));
  }

  /** Measures each process. The measurements are reported, but not compared. */
  void warmUp() {
    KINDS.forEach(this::measureAll);
  }

  /** Measures each process. */
  void take() {
    compared.forEach((kind, usages) -> usages.addAll(measureAll(kind)));
  }

  private List<ServiceUsage> measureAll(String kind) {
    var usages = services(stack, kind).stream().flatMap(this::measure).toList();
    if (!usages.isEmpty()) {
      latest.put(kind, usages.get(0));
    }
    return usages;
  }

  static List<RunningService> services(Stack stack, String kind) {
    return stack.services().stream().filter(s -> s.name().startsWith(kind)).toList();
  }

  /** A process that was just started, or has no processor time, may need several attempts. */
  private Stream<ServiceUsage> measure(RunningService service) {
    var deadline = Deadline.after(LIMIT);
    while (true) {
      try {
        return Stream.of(ServiceUsage.of(service));
      } catch (InterruptException e) {
        throw e;
      } catch (RuntimeException e) {
        if (deadline.isPassed() || !service.process().isAlive()) {
          failures.add(service.name() + " cannot be measured: " + e.getMessage());
          return Stream.of();
        }
        Interruption.sleep(PAUSE);
      }
    }
  }

  /** Returns the latest measurement of each kind of service as a text. */
  String latest() {
    return latest.entrySet().stream()
        .map(
            kind ->
                "%s %d MiB %d threads %d files"
                    .formatted(
                        kind.getKey(),
                        kind.getValue().heapMebibytes(),
                        kind.getValue().threads(),
                        kind.getValue().files()))
        .collect(Collectors.joining(", "));
  }

  /** Returns how each measure of each kind of service has developed. */
  List<UsageGrowth> growth() {
    return compared.entrySet().stream()
        .filter(kind -> !kind.getValue().isEmpty())
        .flatMap(
            kind ->
                Stream.of(UsageGrowth.Measure.values())
                    .map(measure -> UsageGrowth.of(kind.getKey(), measure, kind.getValue())))
        .toList();
  }

  /** Returns the first measurement of each process. */
  static List<ServiceUsage> firstOfEach(List<ServiceUsage> usages) {
    var first = new LinkedHashMap<Long, ServiceUsage>();
    usages.forEach(usage -> first.putIfAbsent(usage.pid(), usage));
    return List.copyOf(first.values());
  }

  /** Returns the last measurement of each process. */
  static List<ServiceUsage> lastOfEach(List<ServiceUsage> usages) {
    var last = new LinkedHashMap<Long, ServiceUsage>();
    usages.forEach(usage -> last.put(usage.pid(), usage));
    return List.copyOf(last.values());
  }
}
