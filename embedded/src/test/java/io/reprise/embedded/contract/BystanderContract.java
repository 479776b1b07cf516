package io.reprise.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consumer with manually assigned partitions joins no group and disturbs none. */
public interface BystanderContract extends OnBroker {

  @ParameterizedTest
  @EnumSource
  default void assignedReaderLeavesLiveGroupsAlone(GroupProtocol protocol)
      throws ExecutionException, InterruptedException {
    var partition = clients().topic();
    clients().append(partition, "0", "1", "2");
    var group = "live-" + Uuid.randomUuid();
    var members = new Members(clients(), protocol, group, partition.topic());
    try (var live = members.join();
        var admin = clients().admin()) {
      live.commitSync(Map.of(partition, new OffsetAndMetadata(1)));
      var generation = live.groupMetadata().generationId();
      var groups = groups(admin);

      clients().awaitCommitted(partition, "0", "1", "2");

      live.poll(Polling.POLL);
      assertThat(groups(admin)).isEqualTo(groups);
      assertThat(live.groupMetadata().generationId()).isEqualTo(generation);
      assertThat(live.assignment()).containsExactly(partition);
      assertThat(live.committed(Set.of(partition)).get(partition).offset()).isEqualTo(1);
    }
  }

  private static List<String> groups(Admin admin) throws ExecutionException, InterruptedException {
    return admin.listGroups().all().get().stream().map(GroupListing::groupId).sorted().toList();
  }
}
