package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How tables and messages show the approvals of replays. */
final class ApprovalViews {
  static final String AWAITING_APPROVAL = "AWAITING_APPROVAL";

  static final List<TableColumn> LIST =
      List.of(
          TableColumn.of("REPLAY", "id").key(),
          TableColumn.of("REQUESTED BY", "approval.request.by").key(),
          TableColumn.time("EXPIRES", "approval.request.expiresAt").key(),
          TableColumn.of("PLAN", "planHash"),
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("TARGET", "target"),
          TableColumn.of("OFFSETS", "planned"),
          TableColumn.of("REASON", "reason"),
          TableColumn.of("NEEDED BECAUSE", "approval.request.reason").wide());

  private ApprovalViews() {}

  /**
   * Describes an approval in words, such as {@code requested by ann, expires at ...} or {@code
   * approved by bob}. Returns an empty text for a replay without an approval.
   */
  static String approval(JsonNode approval) {
    if (approval.isMissingNode()) {
      return "";
    }
    var request = approval.path("request");
    var requested = "requested by " + request.path("by").asText();
    return switch (approval.path("outcome").asText()) {
      case "APPROVED" -> requested + ", approved by " + approval.path("decidedBy").asText();
      case "REFUSED" ->
          "%s, refused by %s: %s"
              .formatted(
                  requested,
                  approval.path("decidedBy").asText(),
                  approval.path("comment").asText());
      case "EXPIRED" -> requested + ", expired at " + Text.time(approval.path("decidedAt"));
      default -> requested + ", expires at " + Text.time(request.path("expiresAt"));
    };
  }

  /**
   * Returns the {@link #instructions} for a replay that is AWAITING_APPROVAL; an empty list for any
   * other.
   *
   * @param replay the response to the request to start the replay
   */
  static List<String> instructionsIfAwaited(JsonNode replay) {
    return replay.path("state").asText().equals(AWAITING_APPROVAL)
        ? instructions(replay)
        : List.of();
  }

  /**
   * Returns the sentences that tell the requester who may approve a replay, and how.
   *
   * @param replay the response to the request to start the replay, which is AWAITING_APPROVAL
   */
  static List<String> instructions(JsonNode replay) {
    var request = replay.at("/approval/request");
    var names =
        StreamSupport.stream(replay.path("approvers").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    return List.of(
        "replay %s needs the approval of another person, because %s"
            .formatted(replay.path("id").asText(), request.path("reason").asText()),
        names.isEmpty()
            ? "the policy lets nobody but you approve it: give another person the role approver"
            : "it may be approved by: " + names,
        "approve it until %s with: reprise approvals approve %s --plan %s"
            .formatted(
                Text.time(request.path("expiresAt")),
                replay.path("id").asText(),
                replay.path("planHash").asText()));
  }
}
