package io.reprise.replay.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

/** How long a coordinator waits for commands in one poll. */
class CoordinatorPollTest {
  private static final Clock CLOCK = Clock.fixed(Samples.NOON, ZoneOffset.UTC);

  /** A command topic without commands, whose third poll ends the coordinator. */
  private static final class NoCommands implements CommandSource {
    final List<Duration> waits = new ArrayList<>();
    boolean assigned = true;

    @Override
    public void join(Runnable onRevoked) {}

    @Override
    public List<StoredCommand> poll(Duration wait) {
      if (waits.size() == 2) {
        throw new WakeupException();
      }
      waits.add(wait);
      return List.of();
    }

    @Override
    public boolean isAssigned() {
      return assigned;
    }

    @Override
    public void rewind() {}

    @Override
    public long nextOffset() {
      return 0;
    }

    @Override
    public ConsumerGroupMetadata groupMetadata() {
      return new ConsumerGroupMetadata("coordinators");
    }

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
  }

  private final NoCommands commands = new NoCommands();

  /** Returns how long the second poll of a coordinator waits that took over after the first. */
  private Duration secondPoll(ReplayEvent... events) {
    var table = ReplayTable.EMPTY;
    for (var event : events) {
      table = table.after(Samples.ID, event, Samples.NOON);
    }
    var replays = table;
    var claimed = Map.of(0, Samples.progress(0, ShardState.CLAIMED, 60));
    coordinator(
            fake(ReplayCopy.class, Map.of("table", replays, "catchUp", replays)),
            fake(ProgressCopy.class, Map.of("of", claimed, "changes", 1L)))
        .run();
    assertThat(commands.waits).hasSize(2);
    return commands.waits.get(1);
  }

  private Coordinator coordinator(ReplayCopy replays, ProgressCopy progress) {
    return new Coordinator(
        commands,
        () -> fake(EventWriter.class, Map.of()),
        replays,
        progress,
        () -> new ShardPlacement(1, List.of()),
        CLOCK,
        Ticker.SYSTEM,
        Duration.ofDays(30),
        1,
        fatal -> {
          throw fatal;
        });
  }

  /** Returns an object whose methods return the given answers by their names, or else null. */
  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    Function<String, Object> answer = answers::get;
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.apply(method.getName())));
  }

  private static ReplayEvent created() {
    return new ReplayEvent.Created(Samples.plan(1, Throttle.NONE));
  }

  @Test
  void waitsLongerWhileNoReplayRuns() {
    assertThat(secondPoll()).isEqualTo(Coordinator.IDLE_POLL);
  }

  @Test
  void waitsLongerWhileAReplayIsOnlyPlanned() {
    assertThat(secondPoll(created())).isEqualTo(Coordinator.IDLE_POLL);
  }

  @Test
  void waitsLongerAfterAReplayHasEnded() {
    assertThat(secondPoll(created(), new ReplayEvent.Started(), new ReplayEvent.Completed(false)))
        .isEqualTo(Coordinator.IDLE_POLL);
  }

  @Test
  void checksProgressRecordsSoonWhileAReplayRuns() {
    assertThat(secondPoll(created(), new ReplayEvent.Started()))
        .isLessThan(Coordinator.INACTIVE_POLL);
  }

  @Test
  void checksProgressRecordsSoonWhileAReplayIsStopping() {
    assertThat(secondPoll(created(), new ReplayEvent.Started(), new ReplayEvent.PauseRequested()))
        .isLessThan(Coordinator.INACTIVE_POLL);
  }

  @Test
  void waitsLongerOnAWorkerThatIsNotTheCoordinator() {
    commands.assigned = false;

    assertThat(secondPoll(created(), new ReplayEvent.Started()))
        .isEqualTo(Coordinator.INACTIVE_POLL);
  }

  @Test
  void noticesSoonThatItHasBecomeTheCoordinator() {
    secondPoll();

    assertThat(commands.waits.get(0)).isLessThan(Coordinator.IDLE_POLL);
  }
}
