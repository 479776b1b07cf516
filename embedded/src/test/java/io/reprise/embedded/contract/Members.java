package io.reprise.embedded.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.GroupProtocol;

/** Members of one group, under one group protocol, subscribed to one topic. */
record Members(Clients clients, GroupProtocol protocol, String group, String topic) {

  /** A member that has its share of the topic. The caller closes it, and so leaves the group. */
  Consumer<String, String> join() {
    var member = subscribe(Map.of());
    Polling.until(member, () -> !member.assignment().isEmpty());
    return member;
  }

  /** A member that has asked to join, and does so as it is polled. */
  Consumer<String, String> subscribe(Map<String, Object> overrides) {
    var settings = new HashMap<String, Object>(overrides);
    settings.put("group.id", group);
    settings.put("group.protocol", protocol.name().toLowerCase(Locale.ROOT));
    settings.put("auto.offset.reset", "earliest");
    var member = clients.consumer(settings);
    member.subscribe(List.of(topic));
    return member;
  }

  /** A member that joins while {@code present} polls along, until the two share the topic. */
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
