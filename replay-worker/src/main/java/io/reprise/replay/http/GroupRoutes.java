package io.reprise.replay.http;

import io.javalin.http.Context;
import io.reprise.replay.group.GroupMove;
import io.reprise.replay.group.GroupMovePlan;
import io.reprise.replay.group.GroupMoveSpec;
import io.reprise.replay.group.GroupOperations;
import io.reprise.replay.group.GroupSummary;
import io.reprise.replay.group.GroupView;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.OperatorName;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Permission.On;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.http.RequestBody;
import io.reprise.runtime.http.Routes;
import java.util.List;

/**
 * Serves the HTTP routes of consumer groups and their moves. A policy names topics, not groups: who
 * may operate on a topic may move the offsets that any group has of it. Thread-safe.
 */
final class GroupRoutes {
  private static final String GROUP = "/api/v1/groups/{group}";

  private final GroupOperations groups;
  private final ReplayOperations replays;

  GroupRoutes(GroupOperations groups, ReplayOperations replays) {
    this.groups = groups;
    this.replays = replays;
  }

  void addTo(Routes routes) {
    var each = Permission.onEach(Action.VIEW, On.EACH_TOPIC);
    routes.get("/api/v1/groups", each, ctx -> ctx.json(list(ctx)));
    routes.get(GROUP, each, ctx -> ctx.json(view(ctx)));
    routes.get(GROUP + "/moves", each, ctx -> ctx.json(moves(ctx)));
    routes.post(
        GROUP + "/plans",
        Permission.onTopic(Action.VIEW, ctx -> Resource.topic(spec(ctx).topic())),
        ctx -> ctx.json(plan(ctx)));
    routes.post(
        GROUP + "/moves",
        Permission.onTopic(Action.OPERATE, ctx -> Resource.topic(request(ctx).move().topic())),
        this::move);
  }

  private List<GroupSummary> list(Context ctx) {
    var caller = Caller.of(ctx);
    return groups.list().stream()
        .map(group -> group.onlyTopics(caller::mayView))
        .filter(group -> !group.topics().isEmpty())
        .toList();
  }

  private GroupView view(Context ctx) {
    return groups.describe(group(ctx)).onlyTopics(Caller.of(ctx)::mayView);
  }

  private List<GroupMove> moves(Context ctx) {
    var caller = Caller.of(ctx);
    return groups.moves(group(ctx)).stream().filter(move -> caller.mayView(move.topic())).toList();
  }

  private GroupMovePlan plan(Context ctx) {
    return groups.plan(group(ctx), admitted(ctx, spec(ctx)));
  }

  private void move(Context ctx) {
    var request = request(ctx);
    var by = OperatorName.of(ctx).orElse("anonymous");
    var moved =
        groups.move(
            group(ctx), admitted(ctx, request.move()), request.planHash(), request.reason(), by);
    ctx.status(201).json(moved);
  }

  /** The plan of a move by a replay shows what the replay has read. */
  private GroupMoveSpec admitted(Context ctx, GroupMoveSpec spec) {
    if (spec.replay() == null) {
      return spec;
    }
    var replay = replays.replay(spec.replay());
    var resource = new Resource(replay.topic(), replay.target());
    if (!Caller.of(ctx).may(Action.VIEW, resource)) {
      throw new ProblemException(
          Problem.of(
              403,
              "forbidden",
              "Forbidden",
              "the permission to view %s is missing: ask for a role that has it in the policy"
                  .formatted(resource)));
    }
    return spec;
  }

  private static GroupMoveSpec spec(Context ctx) {
    return RequestBody.readOptional(ctx, GroupMoveSpec.class);
  }

  private static GroupMoveRequest request(Context ctx) {
    return RequestBody.readOptional(ctx, GroupMoveRequest.class);
  }

  private static String group(Context ctx) {
    return ctx.pathParam("group");
  }
}
