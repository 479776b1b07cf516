package io.reprise.cli.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import java.util.List;

/**
 * A tool that an agent can call.
 *
 * @param description what the tool does, for the agent that chooses among the tools
 * @param call carries the call out
 */
record Tool(String name, String description, List<Parameter> parameters, Call call) {
  Tool {
    parameters = List.copyOf(parameters);
  }

  /** Carries out a call of a tool. Expected failures are thrown as {@code CommandFailure}. */
  interface Call {
    JsonNode with(ToolArguments arguments);
  }

  /**
   * A parameter of a tool.
   *
   * @param type a type of JSON Schema: {@code string}, {@code integer}, {@code object} or {@code
   *     boolean}; empty for any type
   */
  record Parameter(String name, String type, boolean isRequired, String description) {
    static Parameter text(String name, String description) {
      return new Parameter(name, "string", false, description);
    }

    static Parameter number(String name, String description) {
      return new Parameter(name, "integer", false, description);
    }

    static Parameter flag(String name, String description) {
      return new Parameter(name, "boolean", false, description);
    }

    static Parameter object(String name, String description) {
      return new Parameter(name, "object", false, description);
    }

    static Parameter any(String name, String description) {
      return new Parameter(name, "", false, description);
    }

    Parameter required() {
      return new Parameter(name, type, true, description);
    }
  }

  /**
   * Returns the tool as the protocol describes it.
   *
   * @param isReadOnly whether no call of the tool stores anything
   */
  ObjectNode json(boolean isReadOnly) {
    var json = Json.json().createObjectNode().put("name", name).put("description", description);
    var schema = json.putObject("inputSchema").put("type", "object");
    var properties = schema.putObject("properties");
    var required = Json.json().createArrayNode();
    for (var parameter : parameters) {
      var property = properties.putObject(parameter.name());
      if (!parameter.type().isEmpty()) {
        property.put("type", parameter.type());
      }
      property.put("description", parameter.description());
      if (parameter.isRequired()) {
        required.add(parameter.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    json.putObject("annotations")
        .put("readOnlyHint", isReadOnly)
        .put("destructiveHint", false)
        .put("openWorldHint", false);
    return json;
  }
}
