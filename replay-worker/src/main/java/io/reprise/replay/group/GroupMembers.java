package io.reprise.replay.group;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Counts a group's members. */
public final class GroupMembers {
  private GroupMembers() {}

  /**
   * How many members {@code group} has now; 0 when nobody ever joined it.
   *
   * @throws org.apache.kafka.common.KafkaException when the broker cannot tell
   */
  public static int count(Admin admin, String group) {
    try {
      var described = admin.describeConsumerGroups(List.of(group)).describedGroups().values();
      return described.iterator().next().get().members().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return 0;
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new org.apache.kafka.common.KafkaException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }
}
