package io.reprise.replay;

import static io.reprise.runtime.metric.MetricDeclaration.counter;
import static io.reprise.runtime.metric.MetricDeclaration.gauge;
import static io.reprise.runtime.metric.MetricDeclaration.histogram;

import io.reprise.runtime.metric.DeclaredMetric;
import io.reprise.runtime.metric.MetricDeclaration;
import io.reprise.runtime.metric.MetricLabel;
import io.reprise.runtime.metric.MetricUnit;
import java.util.List;

/** The metrics of a replay worker. */
public enum WorkerMetric implements DeclaredMetric {
  SLOTS(gauge("reprise.worker.slots.held", "slots that this worker owns")),
  SHARDS_RUNNING(
      gauge(
          "reprise.worker.shards.running", "shards that this worker delivers or waits to deliver")),
  COORDINATOR(
      gauge(
          "reprise.worker.coordinator",
          "1 on the worker that is the coordinator and reads the control topics, 0 on the others")),
  EXPIRED(
      counter(
          "reprise.worker.replays.expired",
          "replays that this worker, as the coordinator, has let expire")),
  EXPIRY_FAILURES(
      counter(
          "reprise.worker.replays.expiry.failures",
          "attempts of this worker to let a replay expire that have failed")),
  CACHE_MEMORY_HITS(
      counter(
          "reprise.archive.cache.hits.memory",
          "ranges of archived blocks that were in the memory cache")),
  CACHE_DISK_HITS(
      counter(
          "reprise.archive.cache.hits.disk",
          "ranges of archived blocks that were in the disk cache")),
  CACHE_MISSES(
      counter(
          "reprise.archive.cache.misses",
          "ranges of archived blocks that were read from the object store")),
  CACHE_STORE_BYTES(
      counter(
              "reprise.archive.cache.store",
              "bytes of archived blocks and indexes that were read from the object store")
          .in(MetricUnit.BYTES)),
  CONTROL_AGE(
      gauge(
              "reprise.worker.control.age",
              "time since this worker's copy of `reprise.replays` last covered the whole topic; a"
                  + " worker with a copy older than 2 s delivers nothing")
          .in(MetricUnit.SECONDS)),
  TAKEOVERS(
      counter(
          "reprise.worker.slot.takeovers",
          "takeovers of a slot by this worker; each fences the slot's former owner")),
  CLAIMS(
      counter(
          "reprise.worker.shard.claims",
          "shards that this worker has claimed, without those that were found empty")),
  SHARD_FAILURES(
      counter("reprise.worker.shard.failures", "attempts to deliver a shard that have failed")),
  SLOT_RETRIES(
      counter(
          "reprise.worker.slot.retries", "errors after which this worker takes over a slot again")),
  FENCINGS(
      counter(
          "reprise.worker.slot.fencings",
          "errors among the retries because another producer has taken over the slot")),
  HANGING_ENDED(
      counter(
          "reprise.worker.hanging.transactions.ended",
          "hanging transactions that this worker has ended, counted once for each partition")),
  DELIVERED_RECORDS(
      counter("reprise.delivery.records", "records that this worker has delivered and committed")),
  DELIVERED_BYTES(
      counter(
              "reprise.delivery.bytes",
              "bytes of keys, values and headers that this worker has delivered and committed")
          .in(MetricUnit.BYTES)),
  COMMITS(
      histogram(
          "reprise.delivery.commit",
          "commits of a slice, until every reader can see its progress record")),
  REPLAYS(
      gauge("reprise.replays", "replays in a state; shown by the coordinator only")
          .by(new MetricLabel("state", "the eleven states of a replay"))),
  SHARDS(
      gauge("reprise.replay.shards", "shards of an unfinished replay that are in a state")
          .by(
              Labels.REPLAY,
              new MetricLabel("state", "the four states of a shard, and `NEVER_CLAIMED`"))),
  SHARDS_WAITING(
      gauge("reprise.replay.shards.waiting", "shards of an unfinished replay that wait")
          .by(Labels.REPLAY, new MetricLabel("reason", "the six reasons of `waitsFor`"))),
  RECORDS(
      gauge("reprise.replay.records", "records of an unfinished replay with an outcome so far")
          .by(
              Labels.REPLAY,
              new MetricLabel("outcome", "`delivered`, `filtered`, `parked`, `skipped`"))),
  REPLAY_BYTES(
      gauge("reprise.replay.delivered", "bytes that an unfinished replay has delivered so far")
          .in(MetricUnit.BYTES)
          .by(Labels.REPLAY)),
  PLANNED(
      gauge("reprise.replay.offsets.planned", "offsets that an unfinished replay accounts for")
          .by(Labels.REPLAY)),
  ACCOUNTED(
      gauge(
              "reprise.replay.offsets.accounted",
              "offsets that an unfinished replay has accounted for so far")
          .by(Labels.REPLAY)),
  LIMIT_RECORDS(
      gauge(
              "reprise.replay.limit.records",
              "rate limit of an unfinished replay in records per second; absent without a limit")
          .by(Labels.REPLAY)),
  LIMIT_BYTES(
      gauge(
              "reprise.replay.limit",
              "rate limit of an unfinished replay in bytes per second; absent without a limit")
          .in(MetricUnit.BYTES)
          .by(Labels.REPLAY)),
  ADAPTIVE_RATE(
      gauge(
              "reprise.replay.adaptive.rate",
              "records per second that the shards of an unfinished adaptive replay may deliver"
                  + " together now; absent for other replays")
          .by(Labels.REPLAY)),
  SHARDS_SLOWED(
      gauge(
              "reprise.replay.shards.slowed",
              "shards of an unfinished adaptive replay that have slowed down and have not recovered"
                  + " yet; absent for other replays")
          .by(Labels.REPLAY)),
  STABLE_GAP(
      gauge(
              "reprise.replay.stable.gap",
              "offsets between the last stable offset and the high watermark of a topic that an"
                  + " unfinished replay reads: an open or hanging transaction keeps them from being"
                  + " replayed; shown by the coordinator only")
          .by(
              new MetricLabel(
                  "topic", "the source topics of the 50 newest replays that are not finished")));

  /** The metrics about replays, which only the coordinator shows. */
  static final List<WorkerMetric> OF_REPLAYS =
      List.of(
          REPLAYS,
          SHARDS,
          SHARDS_WAITING,
          RECORDS,
          REPLAY_BYTES,
          PLANNED,
          ACCOUNTED,
          LIMIT_RECORDS,
          LIMIT_BYTES,
          ADAPTIVE_RATE,
          SHARDS_SLOWED);

  private final MetricDeclaration declaration;

  WorkerMetric(MetricDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }

  private static final class Labels {
    static final MetricLabel REPLAY =
        new MetricLabel(
            "replay",
            "the ids of the 50 newest replays that were started and are not finished; `others` for"
                + " the rest");
  }
}
