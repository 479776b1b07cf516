package io.reprise.replay.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.ReplayTargetContract.Held;
import io.reprise.replay.target.TargetProgress;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Steps that the tests of all databases take with a target of kind jdbc. */
final class JdbcSteps {
  private JdbcSteps() {}

  static void assertRefused(JdbcTarget target, String message) {
    try (target) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining(message);
    }
  }

  /** Opens a writer of shard 0 that has taken its lease at offset 0. The caller closes it. */
  static TargetWriter leased(JdbcTarget target, long epoch) {
    var writer = writer(target, epoch);
    assertThat(writer.takeLease(progress(0), false)).contains(progress(0));
    return writer;
  }

  /** Opens a writer of shard 0 that has not taken its lease. The caller closes it. */
  static TargetWriter writer(JdbcTarget target, long epoch) {
    return target.open(
        new DeliveryContext(
            Samples.ID,
            0,
            1,
            epoch,
            Ordering.PARTITION,
            WritablePartitions.NONE,
            RecordTimestamps.ORIGINAL,
            () -> true),
        record -> {
          throw new AssertionError("a row was sent to Kafka");
        });
  }

  /** Commits a slice of which the target has refused no record. */
  static void commit(TargetWriter writer, long nextOffset) {
    writer.flush();
    assertThat(writer.refused()).isEmpty();
    writer.commit(() -> progress(nextOffset));
  }

  static TargetProgress progress(long nextOffset) {
    return new TargetProgress(nextOffset, "{\"next\":" + nextOffset + "}");
  }

  /**
   * Returns the records whose rows are in the table {@code copies}, in the order of their number.
   */
  static List<Held> held(Connection session) throws SQLException {
    try (var statement = session.createStatement();
        var rows = statement.executeQuery("SELECT p, o FROM copies ORDER BY number")) {
      var held = new ArrayList<Held>();
      while (rows.next()) {
        held.add(new Held(rows.getInt(1), rows.getLong(2)));
      }
      return held;
    }
  }
}
