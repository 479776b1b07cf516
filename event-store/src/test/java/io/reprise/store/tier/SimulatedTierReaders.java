package io.reprise.store.tier;

import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.object.store.ObjectMissingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Readers of a {@link SimulatedTiers}'s tiers: steps of any size, sometimes none. */
final class SimulatedTierReaders {
  private SimulatedTierReaders() {}

  /** Reads as Kafka does: fails if the position is not in the log at the time of the read. */
  static final class Hot extends OneTier {
    Hot(SimulatedTiers world, OffsetRange range) {
      super(world, range);
    }

    @Override
    LogBatch step(long position) {
      var log = world.log();
      if (position < log.from() || position > log.to()) {
        throw new OffsetNotInLogException("orders", 0, position, log);
      }
      long to = Math.min(position + world.random.nextInt(7), Math.min(log.to(), range.to()));
      var covered = new OffsetRange(position, to);
      world.countHot(covered.span());
      return new LogBatch(covered, List.copyOf(world.records.subMap(position, to).values()));
    }
  }

  /**
   * Reads as an archive does, from the segments at the time of opening; some ranges are skipped.
   */
  static final class Cold extends OneTier {
    private final PartitionArchive archive;
    private final KeySelection keys;

    Cold(SimulatedTiers world, PartitionArchive archive, OffsetRange range, KeySelection keys) {
      super(world, range);
      this.archive = archive;
      this.keys = keys;
      boolean inside =
          archive.covered().from() <= range.from() && range.to() <= archive.covered().to();
      if (!inside) {
        throw new AssertionError(range + " asked of an archive of " + archive.covered());
      }
    }

    @Override
    LogBatch step(long position) {
      world.requireStore();
      if (world.areManifestsRemoved(archive)) {
        throw new ArchiveChangedException("a manifest");
      }
      var segment = archive.segmentAt(position);
      if (world.isRemoved(segment)) {
        throw new ObjectMissingException(segment.file(), new NoSuchElementException());
      }
      long most = Math.min(segment.range().to(), range.to());
      var covered = new OffsetRange(position, Math.min(position + world.random.nextInt(7), most));
      world.countCold(covered.span());
      return passable(covered) ? passed(covered) : whole(covered);
    }

    private boolean passable(OffsetRange covered) {
      return world.records.subMap(covered.from(), covered.to()).values().stream()
          .noneMatch(r -> world.wanted(r, keys));
    }

    private LogBatch whole(OffsetRange covered) {
      var records = world.records.subMap(covered.from(), covered.to()).values();
      return new LogBatch(covered, List.copyOf(records));
    }

    private LogBatch passed(OffsetRange covered) {
      var runs = new ArrayList<OffsetRange>();
      for (long offset : world.records.subMap(covered.from(), covered.to()).keySet()) {
        runs.add(new OffsetRange(offset, offset + 1));
      }
      return new LogBatch(covered, List.of(), runs);
    }
  }

  private abstract static class OneTier implements LogReader {
    final SimulatedTiers world;
    final OffsetRange range;
    private long position;

    OneTier(SimulatedTiers world, OffsetRange range) {
      this.world = world;
      this.range = range;
      this.position = range.from();
      world.opened++;
    }

    abstract LogBatch step(long position);

    @Override
    public LogBatch read(Duration wait) {
      world.happens();
      var batch = step(position);
      position = batch.position();
      return batch;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void skipTo(long offset) {
      position = offset;
    }

    @Override
    public void close() {
      world.opened--;
    }
  }
}
