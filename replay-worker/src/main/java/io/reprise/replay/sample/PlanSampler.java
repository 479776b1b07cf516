package io.reprise.replay.sample;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.transform.RecordTransform;
import io.reprise.replay.transform.RecordTransforms;
import io.reprise.replay.transform.TransformResult;
import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.read.ParallelReads;
import io.reprise.store.select.SchemasUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads samples of plans from Kafka and the archive. Changes nothing and joins no group.
 *
 * <p>The cost is bounded: a sample reads at most 32 blocks of at most 500 offsets, and ends a block
 * after 256 KiB of records. The blocks are read at the same time. Thread-safe.
 *
 * @param log the log to read. Its fetches should be small, because a block is small
 * @param selectors make the selector that decides about each record
 * @param transforms change the selected records that are shown
 * @param limit the longest time that one sample takes. Blocks that are not read by then are left
 *     out
 */
public record PlanSampler(
    EventLog log, RecordSelectors selectors, RecordTransforms transforms, Duration limit) {
  private static final Logger LOG = LoggerFactory.getLogger(PlanSampler.class);

  /**
   * The longest time that one sample takes in a service. The request for a sample makes the plan
   * first, without timestamps, so that both together stay below 30 s.
   */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private static final long MOST_BLOCK_BYTES = 256 << 10;

  /**
   * Reads a sample of a plan.
   *
   * @param shown how many selected records, and how many others, the sample shows at most
   * @throws SchemasUnavailableException if the filter's expression or a transform needs a schema
   *     that cannot be read at the moment; a retry is safe
   */
  public PlanSample sample(Plan plan, int shown) {
    var choice = BlockChoice.of(plan);
    var blocks = choice.blocks();
    var selector = selector(plan);
    var deadline = Deadline.after(limit);
    var read = new TreeMap<Integer, BlockSample>();
    ParallelReads.ask(
        IntStream.range(0, blocks.size()).iterator(),
        i -> ask(plan, selector, blocks.get(i), shown, deadline),
        (i, answer) -> answer.ifPresent(found -> read.put(i, found)),
        deadline);
    var sample =
        PlanSample.of(
            plan.hash(),
            plan.partitions().stream().mapToLong(p -> p.range().span()).sum(),
            read.values().stream().toList(),
            blocks.size() - read.size(),
            choice.isWhole(),
            shown);
    return transforms
        .of(plan)
        .map(transform -> sample.changed(record -> changed(record, transform)))
        .orElse(sample);
  }

  private static SampledRecord changed(SampledRecord sampled, RecordTransform transform) {
    var result = transform.apply(sampled.record());
    return result instanceof TransformResult.Changed changed
        ? new SampledRecord(sampled.record(), null, changed.record())
        : new SampledRecord(sampled.record(), ((TransformResult.Faulty) result).reason(), null);
  }

  /** Returns a selector that decides as the shards of the plan together do. */
  private RecordSelector selector(Plan plan) {
    var everything = new ShardPlan(0, 0, new OffsetRange(0, 0), 0, 1);
    return selectors.of(plan, everything);
  }

  private Optional<BlockSample> ask(
      Plan plan, RecordSelector selector, SampledBlock block, int shown, Deadline deadline) {
    var topic = plan.spec().source().topic();
    try {
      var sample = read(topic, block, new BlockSample(selector, shown), deadline);
      return sample.offsets() == 0 ? Optional.empty() : Optional.of(sample);
    } catch (SchemasUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug(
          "block of a sample could not be read topic={} partition={} offset={}",
          topic,
          block.partition(),
          block.range().from(),
          e);
      return Optional.empty();
    }
  }

  private BlockSample read(
      String topic, SampledBlock block, BlockSample sample, Deadline deadline) {
    var range = block.range();
    long bytes = 0;
    long next = range.from();
    try (var reader = log.read(topic, block.partition(), range)) {
      while (reader.position() < range.to() && !deadline.isPassed()) {
        for (var record : reader.read(deadline.left()).records()) {
          sample.add(record);
          next = record.offset() + 1;
          bytes += Math.max(0, record.serializedValueSize());
          if (bytes >= MOST_BLOCK_BYTES) {
            return sample.ended(next - range.from());
          }
        }
        next = reader.position();
      }
    }
    return sample.ended(next - range.from());
  }

  /** Returns a sampler that reads the same samples and may take longer or less long. */
  public PlanSampler withLimit(Duration other) {
    return new PlanSampler(log, selectors, transforms, other);
  }
}
