package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import io.reprise.runtime.http.ServiceStatus.Work;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerWorkTest {
  @Test
  void countsReplaysAndShardsUntilTheReplayIsFinished() {
    var table =
        ReplayTable.EMPTY
            .after(
                Samples.ID, new ReplayEvent.Created(Samples.plan(2, Throttle.NONE)), Samples.NOON)
            .after(Samples.ID, new ReplayEvent.Started(), Samples.NOON);
    var progress = Map.of(0, Samples.progress(0, ShardState.CLAIMED, 40));

    assertThat(WorkerWork.of(table, id -> progress))
        .containsExactly(new Work("replays", 1, 0), new Work("shards", 1, 1));

    var finished = table.after(Samples.ID, new ReplayEvent.Completed(false), Samples.NOON);
    assertThat(WorkerWork.of(finished, id -> progress))
        .containsExactly(new Work("replays", 0, 0), new Work("shards", 0, 0));
  }
}
