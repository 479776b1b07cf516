package io.reprise.embedded.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.GroupProtocol;

/** Members of one group, under one group protocol, subscribed to one topic. */
record Members(Clients clients, GroupProtocol protocol, String group, String topic) {

  /**
   * Adds a member and returns it once it has partitions. The caller closes it, which leaves the
   * group.
   */
  Consumer<String, String> join() {
    var member = subscribe(Map.of());
    Polling.until(member, () -> !member.assignment().isEmpty());
    return member;
  }

  /** Adds a member that joins while it is polled. */
  Consumer<String, String> subscribe(Map<String, Object> overrides) {
    var settings = new HashMap<String, Object>(overrides);
    settings.put("group.id", group);
    settings.put("group.protocol", protocol.name().toLowerCase(Locale.ROOT));
    settings.put("auto.offset.reset", "earliest");
    var member = clients.consumer(settings);
    member.subscribe(List.of(topic));
    return member;
  }

  /** Adds a member while {@code present} is polled too, until both have partitions. */
  Consumer<String, String> joinBeside(Consumer<String, String> present) {
    var joining = subscribe(Map.of());
    Polling.until(
        present,
        () -> {
          joining.poll(Polling.POLL);
          return present.assignment().size() == 1 && joining.assignment().size() == 1;
        });
    return joining;
  }
}
