package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.Partitions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.util.List;

/**
 * The value of {@code --topic}: a topic and some of its partitions, such as {@code orders:0,3}.
 *
 * @param partitions numbers of the partitions; all partitions when empty
 */
record TopicOption(String topic, List<Integer> partitions) {

  static TopicOption parse(String written) {
    int colon = written.lastIndexOf(':');
    if (colon < 0) {
      return new TopicOption(written, List.of());
    }
    var numbers = List.of(written.substring(colon + 1).split(",", -1));
    if (!numbers.stream().allMatch(p -> p.strip().matches("\\d{1,9}"))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--topic %s: partitions must be numbers, as in orders:0,3".formatted(written));
    }
    var partitions = Partitions.parse("--topic", written.substring(colon + 1));
    return new TopicOption(written.substring(0, colon), partitions);
  }

  void writeTo(ObjectNode source) {
    source.put("topic", topic);
    if (!partitions.isEmpty()) {
      var array = source.putArray("partitions");
      partitions.forEach(array::add);
    }
  }
}
