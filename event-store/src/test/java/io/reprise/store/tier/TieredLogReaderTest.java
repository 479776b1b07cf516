package io.reprise.store.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.object.store.ObjectMissingException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** Tests reads over two tiers while the tiers change between and during reads. */
class TieredLogReaderTest {
  private static final int SEEDS = 10_000;

  @Test
  void accountsForEveryOffsetWhileTheSeamMoves() {
    long fromBoth = 0;
    long torn = 0;
    long replaced = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      var run = new SeededTieredRead(seed).toTheEnd();
      fromBoth += run.crossedTheSeam() ? 1 : 0;
      torn += run.missing() > 0 ? 1 : 0;
      replaced += run.metAReplacedSegment() ? 1 : 0;
    }

    assertThat(fromBoth).as("runs that read both tiers").isGreaterThan(SEEDS / 8);
    assertThat(torn).as("runs that met offsets in neither tier").isGreaterThan(SEEDS / 20);
    assertThat(replaced).as("runs that met a replaced segment").isGreaterThan(SEEDS / 100);
  }

  @Test
  void continuesInTheArchiveIfKafkaIsTrimmedDuringARead() {
    var world = new SimulatedTiers(1, 100);
    var reader = world.reader(new OffsetRange(0, 100), KeySelection.ALL);
    readTo(reader, 1);

    world.archiveUpTo(60);
    world.trimTo(50);
    readTo(reader, 100);

    assertThat(world.readCold()).isPositive();
    assertThat(world.readHot()).isPositive();
  }

  @Test
  void readsTheArchivesStateAgainIfItsManifestsAreRemovedDuringARead() {
    var world = new SimulatedTiers(5, 100);
    world.archiveUpTo(60);
    world.trimTo(60);
    var reader = world.reader(new OffsetRange(0, 100), KeySelection.ALL);
    readTo(reader, 10);

    world.replaceSegment();
    world.removeManifests();
    readTo(reader, 100);

    assertThat(world.readCold()).isEqualTo(60);
  }

  @Test
  void namesTheFirstOffsetInNeitherTier() {
    var world = new SimulatedTiers(2, 100);
    world.archiveUpTo(40);
    world.retainFrom(70);
    var reader = world.reader(new OffsetRange(0, 100), KeySelection.ALL);
    readTo(reader, 40);

    assertThatThrownBy(() -> readTo(reader, 100))
        .isInstanceOfSatisfying(
            OffsetNotInLogException.class,
            e -> {
              assertThat(e.offset()).isEqualTo(40);
              assertThat(e.log().from()).isEqualTo(70);
            });
    assertThat(reader.position()).isEqualTo(40);
  }

  @Test
  void reportsTheArchivesStartForAnOffsetBelowTheArchive() {
    var world = new SimulatedTiers(3, 100);
    world.retainFrom(20);
    world.archiveUpTo(60);
    world.trimTo(60);
    var reader = world.reader(new OffsetRange(5, 100), KeySelection.ALL);

    assertThatThrownBy(() -> readTo(reader, 100))
        .isInstanceOfSatisfying(
            OffsetNotInLogException.class,
            e -> assertThat(e.log()).isEqualTo(new OffsetRange(20, 100)));

    reader.skipTo(20);
    readTo(reader, 100);
  }

  @Test
  void readsFromKafkaWhileTheStoreIsUnreachable() {
    var world = new SimulatedTiers(4, 100);
    world.archiveUpTo(60);
    world.trimTo(30);
    world.disconnectStore();
    var hot = world.reader(new OffsetRange(30, 100), KeySelection.ALL);
    var cold = world.reader(new OffsetRange(10, 100), KeySelection.ALL);

    readTo(hot, 100);
    assertThatThrownBy(() -> readTo(cold, 100)).isInstanceOf(RetriableException.class);
    assertThat(cold.position()).isEqualTo(10);

    world.connectStore();
    readTo(cold, 100);
  }

  @Test
  void asksTheArchiveNothingForOffsetsThatKafkaHas() {
    var world = new SimulatedTiers(4, 100);
    world.archiveUpTo(60);
    world.trimTo(30);
    world.intendTrim(50);

    readTo(world.reader(new OffsetRange(30, 100), KeySelection.ALL), 100);

    assertThat(world.questions()).isZero();
  }

  @Test
  void returnsWithinItsWaitWhileTheStoreDoesNotAnswer() {
    var world = new SimulatedTiers(4, 100);
    world.archiveUpTo(60);
    world.trimTo(60);
    var silent = new ArrayDeque<Runnable>();
    var reader = world.reader(new OffsetRange(10, 100), KeySelection.ALL, silent::add);
    var wait = Duration.ofMillis(20);

    assertThat(reader.read(wait)).isEqualTo(LogBatch.nothingAt(10));
    assertThat(reader.read(wait)).isEqualTo(LogBatch.nothingAt(10));

    silent.remove().run();
    readTo(reader, 60);
    assertThat(silent).as("questions for one entry into the archive").isEmpty();
    readTo(reader, 100);
  }

  @Test
  void interruptsItsQuestionWhenItIsClosed() {
    var world = new SimulatedTiers(4, 100);
    world.archiveUpTo(60);
    world.trimTo(60);
    var silent = new ArrayDeque<Runnable>();
    var reader = world.reader(new OffsetRange(10, 100), KeySelection.ALL, silent::add);
    reader.read(Duration.ZERO);

    reader.close();

    assertThat(((FutureTask<?>) silent.remove()).isCancelled()).isTrue();
    assertThat(world.opened).isZero();
  }

  @Test
  void stopsAtAMissingSegmentWithoutReplacement() {
    var world = new SimulatedTiers(5, 100);
    world.archiveUpTo(30);
    world.archiveUpTo(60);
    world.trimTo(60);
    world.loseSegmentAt(45);
    var reader = world.reader(new OffsetRange(0, 100), KeySelection.ALL);
    readTo(reader, 30);

    assertThatThrownBy(() -> readTo(reader, 100))
        .isInstanceOf(ObjectMissingException.class)
        .hasMessageContaining("segment");
    assertThat(reader.position()).isEqualTo(30);
  }

  @Test
  void skipsNeitherBackNorBeyondTheRange() {
    var reader = new SimulatedTiers(6, 100).reader(new OffsetRange(10, 90), KeySelection.ALL);
    reader.skipTo(50);

    assertThatThrownBy(() -> reader.skipTo(49)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.skipTo(91)).isInstanceOf(IllegalArgumentException.class);
    reader.skipTo(90);
    assertThat(reader.read(Duration.ZERO)).isEqualTo(LogBatch.nothingAt(90));
  }

  private static void readTo(TieredLogReader reader, long offset) {
    while (reader.position() < offset) {
      reader.read(Duration.ZERO);
    }
  }
}
