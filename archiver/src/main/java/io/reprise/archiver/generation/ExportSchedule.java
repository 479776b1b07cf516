package io.reprise.archiver.generation;

import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.UnusableSnapshotsException;
import io.reprise.store.snapshot.generation.GenerationLayout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports a new generation of each snapshot topic when it is due, and removes old generations.
 * Handles one snapshot topic after the other. Several archivers may export the same generation at
 * the same time: they write identical objects, and the archiver that first writes the manifest
 * commits the generation.
 *
 * <p>Closing the schedule stops its thread; an interrupted export leaves no visible generation.
 */
public final class ExportSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExportSchedule.class);
  private static final long CHECK_SECONDS = 2;
  private static final long CLOSE_SECONDS = 10;

  private final SnapshotExporter exporter;
  private final Map<String, List<ExportConfig>> configured;
  private final Clock clock;

  /**
   * For each snapshot topic, the time at which its next export is due. Used by the schedule's
   * thread only.
   */
  private final Map<GenerationLayout, Instant> dueAt = new HashMap<>();

  private final ServiceScheduler thread = ServiceScheduler.ofOneThread("snapshot-export");

  /**
   * Starts the schedule; the first check runs at once.
   *
   * @param configured export settings by source topic
   */
  public ExportSchedule(
      SnapshotExporter exporter, Map<String, List<ExportConfig>> configured, Clock clock) {
    this.exporter = exporter;
    this.configured = configured;
    this.clock = clock;
    if (!configured.isEmpty()) {
      thread.scheduleWithFixedDelay(this::run, 0, CHECK_SECONDS, TimeUnit.SECONDS);
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
        LOG.info(
            "snapshots were exported to the object store topic={} generation={} keys={}",
            snapshots,
            manifest.generation(),
            manifest.keys());
        exporter.generations(snapshots).removeOld(config.keep(), config.keepFor());
      }
    } catch (TopicNotFoundException | UnusableSnapshotsException e) {
      LOG.debug(
          "snapshot topic cannot be exported yet, the archiver checks it again later topic={}"
              + " cause={}",
          snapshots,
          e.getMessage());
    } catch (KafkaException | ObjectStoreException e) {
      LOG.warn(
          "snapshot export failed, the archiver retries it later topic={} cause={}",
          snapshots,
          e.getMessage());
    } catch (RuntimeException e) {
      LOG.error(
          "snapshot export failed unexpectedly, the archiver retries it later topic={}",
          snapshots,
          e);
    }
  }

  /**
   * Returns whether the next generation must be exported now. The newest generation that this
   * instance has seen determines when the next export is due. Before that time, the method does not
   * ask the store for newer generations, to save requests.
   */
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
    Interruption.awaitEnd(thread, Duration.ofSeconds(CLOSE_SECONDS));
  }
}
