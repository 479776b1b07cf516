package io.reprise.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.project.ColumnType;
import io.reprise.rehydrate.project.ProjectedColumn;
import io.reprise.rehydrate.report.ProgressListener;
import io.reprise.rehydrate.target.Reuse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {
  @Test
  void changesOneOptionAtATime() {
    var listener = ProgressListener.NONE;
    var options =
        RunOptions.DEFAULT
            .threads(3)
            .batchEvents(4)
            .aheadBytes(9)
            .stall(Duration.ofSeconds(5))
            .comparing(6, 0.7)
            .listener(listener)
            .follow();
    assertThat(options)
        .isEqualTo(new RunOptions(3, 4, 9, Duration.ofSeconds(5), true, false, 6, 0.7, listener));
  }

  @Test
  void mapsOptionsToTheVersionsThatMayBeReused() {
    assertThat(RunOptions.DEFAULT.reuse()).isEqualTo(Reuse.UNFINISHED);
    assertThat(RunOptions.DEFAULT.follow().reuse()).isEqualTo(Reuse.VISIBLE);
    assertThat(RunOptions.DEFAULT.follow().startAnew().reuse()).isEqualTo(Reuse.NOTHING);
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> RunOptions.DEFAULT.threads(0))
        .hasMessage("threads is 0: use 1 or more");
    assertThatThrownBy(() -> RunOptions.DEFAULT.batchEvents(-1))
        .hasMessageContaining("batchEvents");
    assertThatThrownBy(() -> RunOptions.DEFAULT.aheadBytes(-1)).hasMessageContaining("aheadBytes");
    assertThatThrownBy(() -> RunOptions.DEFAULT.stall(Duration.ZERO)).hasMessageContaining("stall");
    assertThatThrownBy(() -> RunOptions.DEFAULT.comparing(10, 1.1))
        .hasMessageContaining("maxShare");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "last_offset", "source_partition", "reprise_x", "Name", "a b", ""})
  void refusesColumnsThatEveryModelHasOrThatNeedQuotes(String name) {
    assertThatThrownBy(() -> new ProjectedColumn(name, ColumnType.TEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column '" + name + "'");
  }

  @Test
  void refusesModelsThatNeedQuotesAndOtherDatabases() {
    assertThatThrownBy(() -> new PostgresConfig("jdbc:postgresql:x", "u", "", "User s"))
        .hasMessageContaining("model 'User s'");
    assertThatThrownBy(() -> new PostgresConfig("jdbc:mysql:x", "u", "", "users"))
        .hasMessageContaining("another database");
  }
}
