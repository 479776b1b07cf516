{{- /*
The ACLs that a role needs, as `reprise acls` lists them: a line for each, with the type of the resource, its name, the
operation, and `optional` if the role does its work without it. A name that ends with * is a prefix; * alone is all names.
*/ -}}
{{- define "reprise.role.acls" -}}
{{- $config := include "reprise.role.config" . | fromYaml -}}
{{- $users := .root.Values.strimzi.users -}}
{{- if eq .role "ingest" }}
{{- range $users.ingestTopics }}
topic {{ . }} Write
topic {{ . }} Read
topic reprise.ids.{{ . }} Read
topic reprise.ids.{{ . }} Write
topic reprise.ids.{{ . }} Create
topic reprise.ids.{{ . }} Alter
{{- end }}
{{- else if eq .role "worker" }}
{{- $prefix := dig "control" "prefix" "reprise" $config }}
{{- range list "commands" "replays" "slots" "progress" }}
topic {{ $prefix }}.{{ . }} Read
topic {{ $prefix }}.{{ . }} Write
topic {{ $prefix }}.{{ . }} Create
{{- end }}
topic {{ $prefix }}.commands DescribeConfigs optional
topic {{ $prefix }}.replays DescribeConfigs optional
{{- range list "coordinator" "slots" }}
group {{ $prefix }}-{{ . }} Read
group {{ $prefix }}-{{ . }} AlterConfigs optional
{{- end }}
group * Describe optional
group * Read optional
group * Delete optional
topic {{ $prefix }}.group-moves Write optional
topic {{ $prefix }}.group-moves Read optional
topic {{ $prefix }}.group-moves Create optional
transactionalId {{ $prefix }}-coordinator Write
transactionalId {{ $prefix }}-slot-* Write
{{- range $users.replayedTopics }}
topic {{ . }} Read
topic {{ . }} DescribeConfigs
{{- end }}
{{- range $name, $target := $config.targets }}
{{- if eq $target.kind "kafka" }}
{{- include "reprise.acls.target" $target.topic }}
{{- else if eq $target.kind "origin" }}
{{- range $target.topics }}
{{- include "reprise.acls.target" . }}
{{- end }}
{{- else if eq $target.kind "kafka-pattern" }}
{{- /* An ACL can name a prefix, but nothing behind it. */}}
{{- $topics := regexReplaceAll "[*].*" $target.topicPattern "*" }}
{{- include "reprise.acls.target" $topics }}
topic {{ $topics }} Create
{{- end }}
{{- end }}
cluster kafka-cluster Alter optional
cluster kafka-cluster Describe optional
cluster kafka-cluster DescribeConfigs optional
{{- else if eq .role "archiver" }}
{{- $anchors := default "reprise.archive" $config.anchors }}
{{- $group := default "reprise-archiver" $config.group }}
topic {{ $anchors }} Create
topic {{ $anchors }} Write
topic {{ $anchors }} Read
group {{ $group }} Read
group {{ $group }} AlterConfigs optional
{{- range $topic, $settings := $config.topics }}
topic {{ $topic }} Read
topic {{ $topic }} DescribeConfigs
{{- if eq (dig "mode" "MOVE" (default dict $settings)) "MOVE" }}
topic {{ $topic }} Delete
cluster kafka-cluster Describe
group * Describe
{{- end }}
{{- end }}
{{- range $topic, $exports := $config.snapshots }}
topic {{ $topic }} Describe
{{- range $exports }}
topic {{ $topic }}.snapshots.{{ .reducer }}.v{{ int (default 1 .version) }} Read
{{- end }}
{{- end }}
cluster kafka-cluster DescribeConfigs optional
{{- else if eq .role "compactor" }}
{{- $application := default "reprise-compactor" $config.applicationId }}
{{- range $topic, $reducers := $config.topics }}
topic {{ $topic }} Read
topic {{ $topic }} DescribeConfigs
{{- range $reducers }}
{{- $snapshots := printf "%s.snapshots.%s.v*" $topic .reducer }}
{{- range list "Create" "Write" "Read" "DescribeConfigs" }}
topic {{ $snapshots }} {{ . }}
{{- end }}
{{- range list "Create" "Write" "Read" }}
topic {{ $application }}.{{ $snapshots }} {{ . }}
{{- end }}
group {{ $application }}.{{ $snapshots }} Read
transactionalId {{ $application }}.{{ $snapshots }} Write
{{- end }}
{{- end }}
{{- end }}
{{- if dig "http" "authentication" "policy" "" $config }}
topic reprise.audit Write optional
topic reprise.audit Create optional
{{- if eq .role "worker" }}
topic reprise.audit Read optional
topic reprise.audit DescribeConfigs optional
{{- end }}
{{- end }}
{{- end -}}

{{- define "reprise.acls.target" }}
topic {{ . }} Write
topic {{ . }} Read
topic {{ . }} DescribeConfigs
{{- end -}}
