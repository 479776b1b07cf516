package io.reprise.cli.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of the Model Context Protocol with one client: reads JSON-RPC requests, one a line, and
 * answers them one after the other. Ends with the input. A message that is not valid is answered
 * with an error, and the session goes on. Confined to one thread.
 *
 * @see <a href="https://modelcontextprotocol.io/specification">the protocol</a>
 */
final class McpSession {
  private static final Logger LOG = LoggerFactory.getLogger(McpSession.class);

  /** The largest number of bytes of a message of the client. */
  static final int MAX_MESSAGE = 1024 * 1024;

  /** The largest number of characters of an answer of a tool. More would be of no use to agents. */
  static final int MAX_ANSWER = 512 * 1024;

  /** The versions of the protocol that have all that this server uses, the newest first. */
  private static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2024-11-05");

  private static final int PARSE_ERROR = -32700;
  private static final int INVALID_REQUEST = -32600;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int INVALID_PARAMETERS = -32602;

  private static final String INSTRUCTIONS =
      "Reprise replays ranges of Kafka topics into targets. These tools read topics, events, plans,"
          + " replays and receipts. The tool propose stores a plan that waits for a person. No tool"
          + " starts, stops or changes a replay: tell the person the id and the hash of the plan.";

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final Set<String> writing;
  private final String version;

  /**
   * @param writing the names of the tools that store something
   * @param version the version of this server
   */
  McpSession(List<Tool> tools, Set<String> writing, String version) {
    tools.forEach(tool -> this.tools.put(tool.name(), tool));
    this.writing = Set.copyOf(writing);
    this.version = version;
  }

  /** Thrown to answer a request with an error of JSON-RPC. */
  private static final class RpcFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    RpcFailure(int code, String message) {
      super(message);
      this.code = code;
    }
  }

  /**
   * Answers requests until the end of the input.
   *
   * @param out gets nothing but answers, one a line
   */
  void run(InputStream in, OutputStream out) throws IOException {
    var messages = new MessageReader(in, MAX_MESSAGE);
    for (var message = messages.read(); message != null; message = messages.read()) {
      var answer = answer(message);
      if (answer != null) {
        out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  /** Returns the answer to a message; null if it gets none. */
  private @Nullable ObjectNode answer(MessageReader.Message message) {
    if (message.isTooLong()) {
      return error(
          JsonNodeFactory.instance.nullNode(),
          INVALID_REQUEST,
          "a message has more than %d bytes: send less".formatted(MAX_MESSAGE));
    }
    if (message.text().isBlank()) {
      return null;
    }
    try {
      return answer(Json.json().readTree(message.text()));
    } catch (JsonProcessingException e) {
      return error(
          JsonNodeFactory.instance.nullNode(),
          PARSE_ERROR,
          "a message is not JSON: send one JSON object a line");
    }
  }

  private @Nullable ObjectNode answer(JsonNode request) {
    var id = request.path("id");
    if (request.has("result") || request.has("error")) {
      return null;
    }
    boolean isValid = request.path("jsonrpc").asText().equals("2.0") && isId(id);
    if (!isValid || !request.path("method").isTextual()) {
      return error(
          id.isTextual() || id.isIntegralNumber() ? id : JsonNodeFactory.instance.nullNode(),
          INVALID_REQUEST,
          "a message is not a request of JSON-RPC 2.0 with a method and an id");
    }
    if (id.isMissingNode()) {
      // A notification gets no answer.
      return null;
    }
    try {
      var result = result(request.path("method").asText(), request.path("params"));
      var answer = envelope(id);
      answer.set("result", result);
      return answer;
    } catch (RpcFailure e) {
      return error(id, e.code, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isId(JsonNode id) {
    return id.isMissingNode() || id.isTextual() || id.isIntegralNumber();
  }

  private static ObjectNode envelope(JsonNode id) {
    var envelope = Json.json().createObjectNode().put("jsonrpc", "2.0");
    envelope.set("id", id);
    return envelope;
  }

  private static ObjectNode error(JsonNode id, int code, String message) {
    var answer = envelope(id);
    answer.putObject("error").put("code", code).put("message", message);
    return answer;
  }

  private ObjectNode result(String method, JsonNode parameters) throws RpcFailure {
    return switch (method) {
      case "initialize" -> initialize(parameters);
      case "ping" -> Json.json().createObjectNode();
      case "tools/list" -> list();
      case "tools/call" -> call(parameters);
      default -> throw new RpcFailure(METHOD_NOT_FOUND, "there is no method '" + method + "'");
    };
  }

  private ObjectNode initialize(JsonNode parameters) {
    var wanted = parameters.path("protocolVersion").asText();
    var result =
        Json.json()
            .createObjectNode()
            .put("protocolVersion", VERSIONS.contains(wanted) ? wanted : VERSIONS.get(0));
    result.putObject("capabilities").putObject("tools");
    result.putObject("serverInfo").put("name", "reprise").put("version", version);
    return result.put("instructions", INSTRUCTIONS);
  }

  private ObjectNode list() {
    var result = Json.json().createObjectNode();
    var all = result.putArray("tools");
    tools.values().forEach(tool -> all.add(tool.json(!writing.contains(tool.name()))));
    return result;
  }

  private ObjectNode call(JsonNode parameters) throws RpcFailure {
    var name = parameters.path("name").asText();
    var tool = tools.get(name);
    if (tool == null) {
      throw new RpcFailure(
          INVALID_PARAMETERS,
          "there is no tool '%s': the tools are %s; none of them starts or changes a replay"
              .formatted(name, String.join(", ", tools.keySet())));
    }
    var arguments = parameters.path("arguments");
    if (arguments.isMissingNode() || arguments.isNull()) {
      arguments = Json.json().createObjectNode();
    }
    if (!(arguments instanceof ObjectNode given)) {
      throw new RpcFailure(INVALID_PARAMETERS, "the arguments of a tool must be an object");
    }
    return call(tool, given);
  }

  /** Returns the result of a call. A failure is a result too, so that the agent can read it. */
  private static ObjectNode call(Tool tool, ObjectNode arguments) {
    try {
      var text = tool.call().with(new ToolArguments(tool, arguments)).toString();
      return text.length() <= MAX_ANSWER
          ? content(text, false)
          : content(
              ("the answer has %d characters, more than %d: ask for less, for example with limit,"
                      + " or let a person use `reprise ... -o json`")
                  .formatted(text.length(), MAX_ANSWER),
              true);
    } catch (CommandFailure e) {
      return content(String.valueOf(e.getMessage()), true);
    } catch (RuntimeException e) {
      LOG.error("call of a tool failed unexpectedly tool={}", tool.name(), e);
      return content(
          "unexpected failure: the log of `reprise mcp`, on its stderr, has the details", true);
    }
  }

  private static ObjectNode content(String text, boolean isError) {
    var result = Json.json().createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result.put("isError", isError);
  }
}
