package io.reprise.archiver.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import io.reprise.archiver.operate.PartitionStatus;
import io.reprise.archiver.operate.StatusReport;
import io.reprise.archiver.topic.ArchivedTopics;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.RequestParameters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A page of the archiver's status, as a response of the HTTP API shows it.
 *
 * @param next the value of the parameter {@code after} with which the next page is requested; null
 *     on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusPage(
    List<PartitionStatus> partitions, Map<String, String> refused, @Nullable String next) {
  /**
   * Creates the page that a caller sees.
   *
   * @param visible whether the caller may see a topic
   */
  static StatusPage of(StatusReport.Page page, ArchivedTopics topics, Predicate<String> visible) {
    var refused = new TreeMap<>(topics.refused());
    refused.keySet().removeIf(visible.negate());
    var last = page.last();
    return new StatusPage(
        page.partitions(), refused, last == null ? null : last.topic() + "/" + last.partition());
  }

  /**
   * Reads which partitions to report from the query {@code ?topic=&after=&limit=}, in which every
   * parameter is optional.
   */
  static StatusReport.Selection selection(Context ctx) {
    var after = ctx.queryParam("after");
    return new StatusReport.Selection(
        ctx.queryParam("topic"),
        after == null ? null : position(after),
        RequestParameters.intNumber(ctx, "limit", 1, Integer.MAX_VALUE),
        Caller.of(ctx)::mayView);
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
