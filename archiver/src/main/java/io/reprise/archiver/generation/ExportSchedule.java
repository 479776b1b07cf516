package io.reprise.archiver.generation;

import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.UnusableSnapshotsException;
import io.reprise.store.snapshot.generation.GenerationLayout;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports what is due and removes what is old, one after the other. Several archivers may do so at
 * once: a generation is committed by the first, and the objects of the others are the same.
 */
public final class ExportSchedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ExportSchedule.class);
  private static final long LOOK_EVERY_SECONDS = 2;
  private static final long CLOSE_SECONDS = 10;

  private final SnapshotExporter exporter;
  private final Map<String, List<ExportConfig>> configured;
  private final Clock clock;

  /** Confined to the thread. */
  private final Map<GenerationLayout, Instant> dueAt = new HashMap<>();

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "snapshot-export");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Begins at once.
   *
   * @param configured by source topic
   */
  public ExportSchedule(
      SnapshotExporter exporter, Map<String, List<ExportConfig>> configured, Clock clock) {
    this.exporter = exporter;
    this.configured = configured;
    this.clock = clock;
    if (!configured.isEmpty()) {
      thread.scheduleWithFixedDelay(this::run, 0, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void run() {
    configured.forEach(
        (topic, exports) ->
            exports.forEach(export -> runOne(new SnapshotTopic(topic, export.id()), export)));
  }

  private void runOne(SnapshotTopic snapshots, ExportConfig config) {
    try {
      if (isDue(snapshots, config)) {
        var manifest = exporter.export(snapshots, (done, total, unit) -> {});
        log.info(
            "snapshots exported topic={} generation={} keys={}",
            snapshots,
            manifest.generation(),
            manifest.keys());
        exporter.generations(snapshots).removeOld(config.keep(), config.keepFor());
      }
    } catch (TopicNotFoundException | UnusableSnapshotsException e) {
      log.debug("nothing to export yet topic={} cause={}", snapshots, e.getMessage());
    } catch (KafkaException | ObjectStoreException e) {
      log.warn("snapshots not exported topic={} cause={}", snapshots, e.getMessage());
    } catch (RuntimeException e) {
      log.error("snapshots not exported topic={}", snapshots, e);
    }
  }

  /** The store is asked again only when the newest generation that it had is too old. */
  private boolean isDue(SnapshotTopic snapshots, ExportConfig config) {
    var now = clock.instant();
    var generations = exporter.generations(snapshots);
    if (now.isBefore(dueAt.getOrDefault(generations.layout(), Instant.MIN))) {
      return false;
    }
    var due = generations.newest().map(there -> there.at().plus(config.every()));
    dueAt.put(generations.layout(), due.orElse(Instant.MIN));
    return due.map(at -> at.isBefore(now)).orElse(true);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
