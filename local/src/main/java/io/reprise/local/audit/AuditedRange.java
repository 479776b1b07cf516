package io.reprise.local.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import java.util.List;

/** The offsets {@code [from, to)} of one partition that an audit reads. */
public record AuditedRange(int partition, long from, long to) {

  /**
   * Returns the part {@code source} of the specification of a replay that delivers exactly these
   * offsets.
   *
   * @param ranges at most one of each partition
   */
  public static ObjectNode source(String topic, List<AuditedRange> ranges) {
    var source = Json.json().createObjectNode().put("topic", topic);
    var from = source.putObject("from");
    var to = source.putObject("to");
    for (var range : ranges) {
      var partition = Integer.toString(range.partition());
      from.put(partition, range.from());
      to.put(partition, range.to());
    }
    return source;
  }
}
