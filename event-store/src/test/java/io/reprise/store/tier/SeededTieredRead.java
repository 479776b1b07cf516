package io.reprise.store.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveChangedException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.RetriableException;

/**
 * A seeded read of a range to its end. The tiers change during every call, and offsets may be
 * deleted. Each batch is checked against the simulated tiers.
 */
final class SeededTieredRead {
  private static final int MOST_STEPS = 20_000;

  private final SimulatedTiers world;
  private final long seed;
  private final KeySelection keys;
  private final OffsetRange range;
  private final TieredLogReader reader;
  private long missing;

  SeededTieredRead(long seed) {
    this.seed = seed;
    this.world = new SimulatedTiers(seed, 100);
    this.keys =
        world.random.nextBoolean()
            ? KeySelection.ALL
            : KeySelection.of(List.of(SimulatedTiers.key(world.random.nextInt(4))));
    for (int i = world.random.nextInt(60); i > 0; i--) {
      change();
    }
    long from = world.random.nextInt(60);
    this.range = new OffsetRange(from, from + 20 + world.random.nextInt(100));
    this.reader = world.reader(range, keys);
    world.duringCalls(this::change);
  }

  /** Makes a random change to the tiers, or none. */
  private void change() {
    var random = world.random;
    long end = world.log().to();
    switch (random.nextInt(24)) {
      case 0, 1, 2 -> world.appendUpTo(end + random.nextInt(10));
      case 3, 4, 5 -> world.archiveUpTo(world.fresh().covered().to() + 1 + random.nextInt(15));
      case 6, 7 -> world.intendTrim(world.fresh().trimIntent() + 1 + random.nextInt(20));
      case 8, 9 -> world.finishTrim();
      case 10 -> world.retainFrom(world.log().from() + Math.max(0, random.nextInt(80) - 50));
      case 11 -> world.replaceSegment();
      case 12 -> world.disconnectStore();
      case 13, 14, 15 -> world.connectStore();
      case 16 -> world.removeManifests();
      case 17 -> world.mergeSegments();
      default -> {
        // No change.
      }
    }
  }

  SeededTieredRead toTheEnd() {
    for (int step = 0; reader.position() < range.to(); step++) {
      if (step > MOST_STEPS) {
        fail("seed %d does not get beyond %d of %s", seed, reader.position(), range);
      }
      if (world.log().to() < range.to()) {
        world.appendUpTo(world.log().to() + 1);
      }
      step();
    }
    assertThat(world.opened).as("readers open at the end, seed %d", seed).isZero();
    return this;
  }

  private void step() {
    long before = reader.position();
    try {
      check(before, reader.read(Duration.ZERO));
    } catch (OffsetNotInLogException e) {
      passOver(before, e);
    } catch (ArchiveChangedException e) {
      fail(
          "seed %d: a reader was left with an archive whose manifests are removed".formatted(seed));
    } catch (RetriableException e) {
      assertThat(reader.position()).as("seed %d", seed).isEqualTo(before);
      world.connectStore();
    }
  }

  private void check(long before, LogBatch batch) {
    var covered = batch.covered();
    assertThat(covered.from()).as("seed %d", seed).isEqualTo(before);
    assertThat(reader.position()).as("seed %d", seed).isEqualTo(covered.to());
    assertThat(covered.to()).as("seed %d", seed).isLessThanOrEqualTo(range.to());
    var there = world.records.subMap(covered.from(), covered.to());
    var given = batch.records();
    long passed = batch.passed().stream().mapToLong(OffsetRange::span).sum();
    assertThat(given.size() + passed).as("seed %d", seed).isEqualTo(there.size());
    assertThat(batch.holes()).as("seed %d", seed).isEqualTo(covered.span() - there.size());
    given.forEach(r -> assertThat(r).as("seed %d", seed).isSameAs(there.get(r.offset())));
    for (var run : batch.passed()) {
      var records = world.records.subMap(run.from(), run.to());
      assertThat(records).as("seed %d", seed).hasSize((int) run.span());
      records.values().forEach(r -> assertThat(world.wanted(r, keys)).isFalse());
    }
  }

  /**
   * Continues as a replay that records missing offsets does. It must not lose an offset that a tier
   * holds.
   */
  private void passOver(long before, OffsetNotInLogException e) {
    assertThat(e.offset()).as("seed %d", seed).isEqualTo(before);
    assertThat(reader.position()).as("seed %d", seed).isEqualTo(before);
    long upTo = Math.min(e.log().from(), range.to());
    assertThat(upTo).as("seed %d", seed).isGreaterThan(before);
    for (long offset = before; offset < upTo; offset++) {
      assertThat(world.isSomewhere(offset)).as("seed %d, offset %d", seed, offset).isFalse();
    }
    missing += upTo - before;
    reader.skipTo(upTo);
  }

  boolean crossedTheSeam() {
    return world.readHot() > 0 && world.readCold() > 0;
  }

  long missing() {
    return missing;
  }

  boolean metAReplacedSegment() {
    return world.metRemoved() > 0;
  }
}
