/** A node of JSONata's own tree; which fields there are depends on `type`. `position` is where its token ends. */
export interface ExpressionNode {
  type: string;
  value?: unknown;
  position?: number;
  steps?: ExpressionNode[];
  stages?: ExpressionStage[];
  predicate?: ExpressionStage[];
  group?: { lhs: [ExpressionNode, ExpressionNode][] };
  focus?: string;
  index?: string;
  keepArray?: boolean;
  expressions?: ExpressionNode[];
  expression?: ExpressionNode;
  arguments?: ExpressionNode[];
  procedure?: ExpressionNode;
  body?: ExpressionNode;
  condition?: ExpressionNode;
  then?: ExpressionNode;
  else?: ExpressionNode;
  terms?: { expression: ExpressionNode }[];
  pattern?: ExpressionNode;
  update?: ExpressionNode;
  delete?: ExpressionNode;
  lhs?: ExpressionNode | [ExpressionNode, ExpressionNode][];
  rhs?: ExpressionNode;
  thunk?: boolean;
}

/** A filter or an index that is applied to a step of a path. */
export interface ExpressionStage {
  type: 'filter' | 'index';
  expr?: ExpressionNode;
  value?: string;
}
