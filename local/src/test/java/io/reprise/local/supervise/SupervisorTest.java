package io.reprise.local.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Deadline;
import io.reprise.local.process.PartProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration TICK = Duration.ofMillis(1);
  private static final Pace PACE = new Pace(LONG, TICK, TICK, LONG, TICK);

  private final List<PartStatus> seen = new CopyOnWriteArrayList<>();
  private Supervisor supervisor = Supervisor.start(List.of(), List.of(), PACE, status -> {});

  @AfterEach
  void close() {
    supervisor.close(LIMIT);
  }

  @Test
  void aPartStartsOnlyWhenThePartsThatItNeedsAreReady() {
    var broker = new FakeProcess();
    var worker = new FakeProcess().accept();
    var starts = new CopyOnWriteArrayList<String>();
    start(
        PACE,
        part("worker", Set.of("broker"), () -> record(starts, "worker", worker)),
        part("broker", Set.of(), () -> record(starts, "broker", broker)));
    await(() -> state("broker") == PartState.STARTING);
    assertThat(state("worker")).isEqualTo(PartState.WAITING);

    broker.accept();

    await(() -> state("worker") == PartState.READY);
    assertThat(starts).containsExactly("broker", "worker");
    assertThat(supervisor.settled()).isCompleted();
  }

  @Test
  void aPartThatEndsIsNamedWithItsReasonAndStartedAgain() {
    var processes = new LinkedBlockingQueue<>(List.of(new FakeProcess(), new FakeProcess()));
    var first = processes.peek().accept();
    start(PACE, part("archiver", Set.of(), processes::remove));
    await(() -> state("archiver") == PartState.READY);
    processes.peek().accept();

    first.end();

    await(() -> supervisor.statuses().get(0).restarts() == 1 && isReady("archiver"));
    var ended = seen.stream().filter(s -> s.state() == PartState.ENDED).findFirst().orElseThrow();
    assertThat(ended.reason()).isEqualTo("exit code 1: the disk is full");
    assertThat(ended.lastLines()).containsExactly("first", "last");
    assertThat(ended.backOff()).isEqualTo(TICK);
  }

  @Test
  void aPartThatCannotBeStartedIsTriedAgain() {
    var tries = new AtomicInteger();
    start(
        PACE,
        part(
            "registry",
            Set.of(),
            () -> {
              if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("no space left on device");
              }
              return new FakeProcess().accept();
            }));

    await(() -> isReady("registry"));
    assertThat(supervisor.statuses().get(0).reason())
        .isEqualTo("cannot be started: no space left on device");
  }

  @Test
  void aPartThatMissesItsStartLimitStopsNoOtherPart() {
    var slow = new FakeProcess();
    start(
        new Pace(TICK, TICK, TICK, LONG, TICK),
        part("archiver", Set.of(), () -> slow),
        part("ingest", Set.of(), () -> new FakeProcess().accept()));

    await(() -> supervisor.settled().isDone());
    assertThat(state("archiver")).isEqualTo(PartState.LATE);
    assertThat(state("ingest")).isEqualTo(PartState.READY);

    slow.accept();
    await(() -> isReady("archiver"));
  }

  @Test
  void aStepIsRepeatedUntilItSucceedsAndThenLetsPartsStart() {
    var tries = new AtomicInteger();
    var step =
        new SetupStep(
            "topics",
            Set.of(),
            () -> {
              if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("no broker answered");
              }
            });
    supervisor =
        Supervisor.start(
            List.of(part("compactor", Set.of("topics"), () -> new FakeProcess().accept())),
            List.of(step),
            PACE,
            seen::add);

    await(() -> isReady("compactor"));
    assertThat(tries).hasValue(3);
    assertThat(seen)
        .anySatisfy(
            status -> {
              assertThat(status.part()).isEqualTo("topics");
              assertThat(status.reason()).isEqualTo("no broker answered");
            });
  }

  @Test
  void closingStopsThePartsThatOthersNeedLast() {
    var ends = new CopyOnWriteArrayList<String>();
    start(
        PACE,
        part("broker", Set.of(), () -> new Recorded("broker", ends)),
        part("worker", Set.of("broker"), () -> new Recorded("worker", ends)));
    await(() -> isReady("worker"));

    assertThat(supervisor.close(LIMIT)).isEmpty();

    assertThat(ends).containsExactly("worker", "broker");
    assertThat(state("worker")).isEqualTo(PartState.STOPPED);
  }

  @Test
  void closingKillsAPartThatDoesNotStopInTime() {
    var stuck = new FakeProcess().accept().ignoreStop();
    start(PACE, part("worker", Set.of(), () -> stuck));
    await(() -> isReady("worker"));

    assertThat(supervisor.close(Duration.ofMillis(20))).containsExactly("worker");
    assertThat(stuck.isAlive()).isFalse();
  }

  @Test
  void nothingIsStartedAfterTheClose() {
    var starts = new AtomicInteger();
    var broker = new FakeProcess();
    start(
        PACE,
        part("broker", Set.of(), () -> broker),
        part(
            "worker",
            Set.of("broker"),
            () -> {
              starts.incrementAndGet();
              return new FakeProcess();
            }));
    await(() -> state("broker") == PartState.STARTING);

    supervisor.close(LIMIT);

    assertThat(broker.isAlive()).isFalse();
    assertThat(starts).hasValue(0);
  }

  @Test
  void theBackOffGrowsToItsBound() {
    var backOffs = new ArrayList<Duration>();
    for (int ends = 1; ends <= 7; ends++) {
      backOffs.add(Pace.OF_DEV.backOff(ends));
    }

    assertThat(backOffs.stream().map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
  }

  @Test
  void aPartThatNeedsAnUnknownPartIsRefused() {
    var lonely = part("worker", Set.of("broker"), FakeProcess::new);

    assertThatThrownBy(() -> Supervisor.start(List.of(lonely), List.of(), PACE, status -> {}))
        .hasMessageContaining("broker");
  }

  /** A process that is ready at once and records its end. */
  private static final class Recorded implements PartProcess {
    private final FakeProcess process = new FakeProcess().accept();
    private final String name;
    private final List<String> ends;

    Recorded(String name, List<String> ends) {
      this.name = name;
      this.ends = ends;
    }

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public boolean isAlive() {
      return process.isAlive();
    }

    @Override
    public boolean isReady() {
      return process.isReady();
    }

    @Override
    public void awaitEnd() throws InterruptedException {
      process.awaitEnd();
    }

    @Override
    public String whyEnded() {
      return process.whyEnded();
    }

    @Override
    public List<String> lastLines(int count) {
      return process.lastLines(count);
    }

    @Override
    public void requestStop() {
      ends.add(name);
      process.end();
    }

    @Override
    public void forceStop() {
      process.end();
    }
  }

  private void start(Pace pace, Part... parts) {
    supervisor = Supervisor.start(List.of(parts), List.of(), pace, seen::add);
  }

  private static Part part(String name, Set<String> needs, Supplier<PartProcess> start) {
    return new Part(name, "http://127.0.0.1:1", Path.of(name + ".log"), needs, start);
  }

  private static PartProcess record(List<String> starts, String name, PartProcess process) {
    starts.add(name);
    return process;
  }

  private PartState state(String part) {
    return supervisor.statuses().stream()
        .filter(status -> status.part().equals(part))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private boolean isReady(String part) {
    return state(part) == PartState.READY;
  }

  private static void await(BooleanSupplier condition) {
    assertThat(Deadline.after(LIMIT).await(condition, TICK)).isTrue();
  }
}
