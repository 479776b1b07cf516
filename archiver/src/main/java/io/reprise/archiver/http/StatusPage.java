package io.reprise.archiver.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import io.reprise.archiver.operate.PartitionStatus;
import io.reprise.archiver.operate.StatusReport;
import io.reprise.archiver.topic.ArchivedTopics;
import io.reprise.runtime.http.RequestParameters;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A page of the status as an answer shows it.
 *
 * @param next the parameter {@code after} of the next page; null on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusPage(
    List<PartitionStatus> partitions, Map<String, String> refused, @Nullable String next) {
  static StatusPage of(StatusReport.Page page, ArchivedTopics topics) {
    var last = page.last();
    return new StatusPage(
        page.partitions(),
        topics.refused(),
        last == null ? null : last.topic() + "/" + last.partition());
  }

  /** From a query: {@code ?topic=&after=&limit=}, all of them optional. */
  static StatusReport.Selection selection(Context ctx) {
    var after = ctx.queryParam("after");
    return new StatusReport.Selection(
        ctx.queryParam("topic"),
        after == null ? null : position(after),
        RequestParameters.intNumber(ctx, "limit", 1, Integer.MAX_VALUE));
  }

  private static TopicPartition position(String after) {
    int slash = after.lastIndexOf('/');
    try {
      return new TopicPartition(
          after.substring(0, Math.max(0, slash)), Integer.parseInt(after.substring(slash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "after is '%s': give the value of next from the page before".formatted(after), e);
    }
  }
}
