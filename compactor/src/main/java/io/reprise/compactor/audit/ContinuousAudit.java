package io.reprise.compactor.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.compactor.topic.Compaction;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At intervals while the compactor runs, audits one partition, chosen at random among the
 * partitions that this instance folds. Differences are counted and logged.
 *
 * <p>Thread-safe. Closing this object interrupts a running audit.
 */
public final class ContinuousAudit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContinuousAudit.class);

  private final SnapshotAudit audit;
  private final AuditConfig config;
  private final Supplier<Map<Compaction, List<Integer>>> owned;
  private final RandomGenerator random;
  private final AuditMeters meters;
  private final ServiceScheduler thread = ServiceScheduler.ofOneThread("snapshot-audit");

  private record Target(Compaction compaction, int partition) {}

  /**
   * Starts the audits.
   *
   * @param owned returns the partitions that this instance folds now
   * @param random chooses partitions and the seeds of samples
   */
  public ContinuousAudit(
      SnapshotAudit audit,
      AuditConfig config,
      List<Compaction> compactions,
      Supplier<Map<Compaction, List<Integer>>> owned,
      RandomGenerator random,
      MeterRegistry registry) {
    this.audit = audit;
    this.config = config;
    this.owned = owned;
    this.random = random;
    this.meters = new AuditMeters(registry);
    compactions.forEach(compaction -> meters.register(compaction.topics()));
    if (!config.every().isZero()) {
      long millis = config.every().toMillis();
      thread.scheduleWithFixedDelay(this::auditOne, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void auditOne() {
    var targets = new ArrayList<Target>();
    owned
        .get()
        .forEach(
            (compaction, partitions) ->
                partitions.forEach(p -> targets.add(new Target(compaction, p))));
    if (!targets.isEmpty()) {
      audit(targets.get(random.nextInt(targets.size())));
    }
  }

  private void audit(Target target) {
    var topics = target.compaction().topics();
    var order =
        new AuditTask(
            target.compaction(),
            List.of(target.partition()),
            config.sample(),
            random.nextLong(),
            List.of());
    try {
      var summary = audit.run(order, new Listener(target));
      meters.count(topics, summary);
      summary
          .skipped()
          .forEach(
              reason ->
                  LOG.warn(
                      "snapshot audit skipped a partition and checked no key of it cause={}",
                      reason));
    } catch (RuntimeException e) {
      LOG.warn(
          "snapshot audit ended with an error before it had compared all keys topic={} reducer={}"
              + " partition={} cause={}",
          topics.source(),
          topics.reducer(),
          target.partition(),
          e.toString());
    }
  }

  /**
   * Logs a finding with the names of the differing fields, but without their values, because states
   * may hold personal data.
   */
  private record Listener(Target target) implements AuditListener {
    @Override
    public void found(AuditFinding finding) {
      LOG.error(
          "snapshot audit found a state that differs from a fold of its events topic={} reducer={}"
              + " partition={} upTo={} fields={}",
          target.compaction().topics().source(),
          target.compaction().topics().reducer(),
          target.partition(),
          finding.upTo(),
          finding.differences().stream().map(FieldDifference::field).toList());
    }

    @Override
    public void progress(long done, long total) {}
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
