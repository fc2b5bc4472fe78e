using Acornima;
using Acornima.Ast;

namespace Orchestrator.Swml.Expressions;

/// <summary>
/// What an expression may not hold: changes, statements, functions other than arrows, anything asynchronous, and what is of no use without them.
/// </summary>
internal sealed class ExpressionRules : AstVisitor
{
    /// <summary>The first thing that is not allowed; null if there is none.</summary>
    public string? Forbidden { get; private set; }

    public bool Calls { get; private set; }

    public override object? Visit(Node node)
    {
        Forbidden ??= node switch
        {
            // A method or accessor of an object literal is a function, too.
            FunctionExpression or ArrowFunctionExpression { Async: true } => "a function that is no plain arrow",
            ArrowFunctionExpression { Body: not Expression } => "statements",
            AwaitExpression or YieldExpression or ImportExpression or MetaProperty => "await, yield or import",
            ClassExpression => "a class",
            ThisExpression => "this, which means nothing here",
            BigIntLiteral => "a BigInt",
            // Expressions work on copies: what looks like a change is a typing error, and always true in a condition.
            AssignmentExpression { Operator: Operator.Assignment } => "an assignment, which would change nothing (perhaps == is meant)",
            AssignmentExpression => "an assignment, which would change nothing",
            UpdateExpression => "++ or --, which would change nothing",
            UnaryExpression { Operator: Operator.Delete } => "delete, which would delete nothing",
            _ => null,
        };
        Calls |= node is CallExpression or NewExpression or TaggedTemplateExpression;
        return Forbidden is null ? base.Visit(node) : null;
    }
}
